"""The verbs of offers: whatever changes a comparison goes through one of these, with audit line and revision."""

from fsr.offers.service.columns import (
    choose,
    comment,
    edit_facts,
    hide,
    remove_offer,
    rename,
    restore_offer,
    set_insurer,
    set_variant,
    type_by_hand,
)
from fsr.offers.service.common import plate
from fsr.offers.service.comparisons import (
    arrange,
    create_comparison,
    delete_comparison,
    edit_comparison,
    move,
    restore_comparison,
    set_best,
    told_export,
)
from fsr.offers.service.labels import edit_label, remove_label
from fsr.offers.service.receiving import (
    Incoming,
    Received,
    Refused,
    add_by_hand,
    add_offers,
    compare_files,
    read_again,
    replace_offer,
)
from fsr.offers.service.snapshots import Changed, changed_since, matrix_now, matrix_of, offers_of, snapshot
from fsr.offers.service.values import confirm_value, edit_value, get_value, parse_value, reset_value, undo_value

__all__ = [
    "Changed", "Incoming", "Received", "Refused", "add_by_hand", "add_offers", "arrange", "changed_since", "choose",
    "comment", "compare_files", "confirm_value", "create_comparison", "delete_comparison", "edit_comparison",
    "edit_facts", "edit_label", "edit_value", "get_value", "hide", "matrix_now", "matrix_of", "move", "offers_of",
    "parse_value", "plate", "read_again", "remove_label", "remove_offer", "rename", "replace_offer", "reset_value",
    "restore_comparison", "restore_offer", "set_best", "set_insurer", "set_variant", "snapshot", "told_export",
    "type_by_hand", "undo_value",
]
