"""What every page must stand: axe, no errors, no strangers, no sideways scrolling, visible focus.

axe-core 4.14.1 (MPL-2.0, npm `axe-core`) lies beside this file; it is used by tests only and never served.
"""

from functools import cache
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
LOOKS = [(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")]
WIDTHS = (320, 375, 768)

FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height, innerHeight - box.y) / 2];
  const top = document.elementFromPoint(x, y);
  return {
    name: `${at.localName} ${(at.getAttribute('aria-label') || at.textContent || at.name || '').trim().slice(0, 40)}`,
    key: at.outerHTML.slice(0, 200) + box.x + ',' + (box.y + scrollY),
    inside: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    topmost: !!top && (at.contains(top) || top.contains(at) || [...at.labels ?? []].some(label => label.contains(top))),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@cache
def _axe() -> str:
    return (Path(__file__).parent / "axe.min.js").read_text()


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    answer = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]} ({' '.join(map(str, node['target']))})"
            for rule in answer["violations"] for node in rule["nodes"]]


def sideways(page: Any) -> list[str]:
    """The widths at which the page is wider than its window."""
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide.append(f"{needed} px at a width of {width}: {page.evaluate(_WIDEST, width)}")
    return wide


_WIDEST = """width => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1
  && !e.closest('[role=region]')).slice(0, 3).map(e => e.outerHTML.slice(0, 80)).join(' | ')"""


def check_page(page: Any, looks: list[tuple[int, str]] = LOOKS) -> None:
    """Fail, naming everything at once, if the page breaks a rule that holds on all pages."""
    before, troubles = page.viewport_size, []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900 if width > 700 else 740})
        page.emulate_media(color_scheme=scheme)
        troubles += [f"{width} {scheme}: {line}" for line in violations(page)]
    troubles += sideways(page)
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")
    assert [*troubles, *page.troubles] == [], "\n".join([page.url, *troubles, *page.troubles])


def walk_by_keyboard(page: Any, most: int = 80) -> list[str]:
    """Press Tab through the page; fail where focus is not visible.  Returns what was focused, in order."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    seen: dict[str, str] = {}
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or at["key"] in seen:
            break
        seen[at["key"]] = at["name"]
        assert (at["inside"], at["topmost"], at["ring"]) == (True, True, True), f"{page.url}: focus on {at}"
    return list(seen.values())
