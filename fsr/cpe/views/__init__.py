"""Pages of the CPE tracker: sheets beside the one that is open, and of that one its files, licence, rules and plans."""

from fsr.cpe.views import files, licence, pack, planned, rules, sheets
from fsr.cpe.views.blueprint import bp

__all__ = ["bp", "files", "licence", "pack", "planned", "rules", "sheets"]
