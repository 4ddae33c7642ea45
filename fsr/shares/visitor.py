"""Who opened a link, as far as the owner may know: a network, a family of browsers, a robot or not.  Pure.

The counter is approximate and says so: a robot that calls itself a browser is counted, and two people behind one
browser are one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|facebot|whatsapp|telegram|skype|slack|discord|viber|"
    r"embedly|pinterest|linkedin|twitter|bingpreview|google-|safelinks|barracuda|proofpoint|mimecast|urlscan|"
    r"curl/|wget/|python-|httpx|aiohttp|go-http|okhttp|java/|libwww|ruby|perl|axios|node-fetch|postman|monitor|uptime",
    re.I)
"""Link previews of messengers, mail scanners, crawlers and programs, by what they say of themselves."""

FAMILIES = (("Edge", r"Edg(e|A|iOS)?/"), ("Opera", r"OPR/"), ("Samsung Internet", r"SamsungBrowser/"),
            ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/|AppleWebKit/"))
PLACES = (("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
          ("Mac", r"Macintosh|Mac OS X"), ("Linux", r"Linux"))
PREFETCH = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One request of a link's holder.

    network  IPv4 /24 or IPv6 /48, "" when unknown
    agent    family of the browser, "Safari · iPhone"; "" when it is none
    human    nothing says that a program or a prefetch asks
    """

    network: str
    agent: str
    human: bool


def visitor(address: str | None, headers: Mapping[str, str], method: str = "GET") -> Visitor:
    """The visitor who asks from `address` with `headers`."""
    said = headers.get("User-Agent", "")
    early = any(re.search("prefetch|preview|prerender", headers.get(name, ""), re.I) for name in PREFETCH)
    human = method != "HEAD" and bool(said) and not early and not ROBOTS.search(said)
    return Visitor(network(address), family(said), human)


def network(address: str | None) -> str:
    """The network of `address`: enough to tell two readers apart, not enough to find one."""
    try:
        found = ip_address((address or "").strip())
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


def family(said: str) -> str:
    """The family of a browser and what it runs on."""
    names = [next((name for name, pattern in table if re.search(pattern, said)), "") for table in (FAMILIES, PLACES)]
    return " · ".join(name for name in names if name)
