"""Build `static/icons.svg`, the subset of Lucide's icons that fsr shows.

    npm pack lucide-static@1.62.0 && tar xzf lucide-static-1.62.0.tgz
    python static/vendor/build_icons.py package

The whole sprite weighs 533 kB; this one some 15 kB.  An icon's name here is its name in templates: `icon("check")`.
"""

import re
import sys
from pathlib import Path

NAMES = [
    "activity", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrow-up-down", "ban", "bell",
    "briefcase", "calendar", "car", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle", "circle-alert", "circle-check", "circle-help", "circle-x", "clipboard", "clock", "copy",
    "crosshair", "download", "ellipsis", "equal-not", "external-link", "eye", "eye-off", "file", "file-plus",
    "file-spreadsheet", "file-text", "file-warning", "filter", "folder-open", "globe", "grip-vertical",
    "history", "house", "image", "info", "key", "keyboard", "languages", "layout-template", "link", "list",
    "loader", "lock", "log-out", "mail", "menu", "minus", "monitor", "moon", "panel-right", "pause", "pencil",
    "play", "plus", "printer", "qr-code", "refresh-cw", "rotate-ccw", "save", "scan-search", "scroll-text",
    "search", "send", "settings", "share-2", "shield-check", "sparkles", "star", "sun", "table-2", "trash-2",
    "triangle-alert", "undo-2", "upload", "user", "user-plus", "users", "wifi-off", "x", "zoom-in",
]


def symbol(source: Path, name: str) -> str:
    """The icon `name` of the unpacked package at `source` as one `<symbol>`.

    :raises FileNotFoundError: the package has no such icon.
    """
    text = (source / "icons" / f"{name}.svg").read_text()
    inside = text[text.index(">", text.index("<svg")) + 1:text.index("</svg>")]
    shapes = re.sub(r"\s+", " ", inside).replace("> <", "><").strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def build(source: Path) -> str:
    """The sprite; stroke and fill are set on each symbol's user by the style sheet."""
    symbols = "\n".join(symbol(source, name) for name in NAMES)
    return f'<svg xmlns="http://www.w3.org/2000/svg"><!-- lucide-static 1.62.0, ISC -->\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    (Path(__file__).parent.parent / "icons.svg").write_text(build(Path(sys.argv[1])))
