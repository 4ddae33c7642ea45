"""The design system keeps its promises: contrast, budgets, one direction, and vendored files as they were published."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CSS = (ROOT / "static/css/fsr.css").read_text()
STYLES = sorted((ROOT / "static/css").glob("*.css"))
KB = 1000
GROUNDS = ("bg", "surface", "sunken")
INKS = ("text", "muted", "accent", "link", "ok", "warn", "bad", "info", "best")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))


def block_after(start: str) -> str:
    """The text between the braces that follow `start`."""
    begin = CSS.index("{", CSS.index(start)) + 1
    return CSS[begin:CSS.index("}", begin)]


THEMES = {"light": tokens(block_after("  :root {")), "dark": tokens(block_after(':root[data-theme="dark"]'))}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((ink, ground, 4.5) for ink in INKS for ground in GROUNDS),
    *((ink, f"{ink}-soft", 4.5) for ink in ("accent", "ok", "warn", "bad", "info", "best")),
    *(("text", f"{tone}-soft", 4.5) for tone in ("accent", "ok", "warn", "bad", "info", "best")),
    *((ink, "diff", 4.5) for ink in ("text", "muted", "ok", "warn", "bad", "link")),
    *((ink, "best-soft", 4.5) for ink in ("muted", "ok", "bad")),
    ("on-accent", "accent", 4.5),
    *((part, ground, 3.0) for part in ("control", "focus") for ground in GROUNDS),
    ("evidence", "surface", 3.0),
]


@pytest.mark.parametrize("theme", THEMES)
def test_every_ink_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    colours = THEMES[theme]
    poor = [f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f} < {least}"
            for ink, ground, least in PAIRS if contrast(colours[ink], colours[ground]) < least]
    assert poor == []


def test_the_dark_theme_is_the_same_whether_chosen_or_left_to_the_system() -> None:
    assert tokens(block_after(":root:not([data-theme")) == THEMES["dark"]


def test_both_themes_name_the_same_tokens() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    physical = re.findall(r"(?:[\w-]+-)?(?<![\w-])(?:left|right)(?:-[\w-]+)?\s*:|:\s*(?:left|right)\s*[;}]|"
                          r"(?:margin|padding|border)-(?:left|right)[\w-]*", text)
    assert physical == [], "write inset-inline-start, margin-inline-end, text-align: start …"


def test_styles_and_script_keep_their_budgets() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static").rglob("*.js")}
    house = sizes.pop("app.js") + sizes.pop("htmx.min.js")
    notebook = sum(sizes.pop(name) for name in list(sizes) if name.startswith(("notebook", "papers")))
    most = house + max(notebook, *sizes.values())  # of one page: each feature's page loads its own scripts alone
    assert (len(CSS.encode()) <= 40 * KB, most <= 85 * KB) == (True, True)


OURS = [path for path in sorted((ROOT / "static").rglob("*.*"))
        if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_static_file_of_ours_names_another_host(path: Path) -> None:
    hosts = set(re.findall(r"(?:https?:)?//([\w.-]+\.[a-z]{2,})", path.read_text())) - {"www.w3.org"}
    assert hosts == set()


def test_vendored_files_are_those_that_were_published() -> None:
    text = (ROOT / "static/vendor/README.md").read_text()
    listed = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", text, flags=re.M)
    sums = [(name, hashlib.sha256((ROOT / "static/vendor" / name).read_bytes()).hexdigest()) for name, _ in listed]
    assert (sums, len(listed)) == (listed, 2)


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="i-([a-z0-9-]+)"', (ROOT / "static/icons.svg").read_text()))
    text = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    used = set(re.findall(r'icon\("([a-z0-9-]+)"', text)) | set(re.findall(r"#i-([a-z0-9-]+)", text))
    assert used - sprite == set(), "add the names to static/vendor/build_icons.py"
