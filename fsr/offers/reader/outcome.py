"""What reading an offer gives: who, which car, which product, and a value with its evidence for every row."""

from dataclasses import dataclass, field, replace
from typing import Any

from fsr.extraction.found import Found
from fsr.extraction.reading import Box


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact about the document with the reason for it.

    value       the fact in normal form ("BTA", "XY1042", "lv", "casco"); None when the document does not say
    reason      a sentence for the user, "seen 'BTA Baltic' on page 1"
    confidence  0..1
    page, box   where it was seen; None when it is not one place
    """

    value: str | None = None
    reason: str = ""
    confidence: float = 0.0
    page: int | None = None
    box: Box | None = None

    def to_data(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {
            "value": self.value,
            "reason": self.reason,
            "confidence": self.confidence,
            "page": self.page,
            "box": list(self.box) if self.box else None,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Seen":
        """The fact that `to_data` wrote."""
        box = tuple(data["box"]) if data["box"] else None
        return cls(data["value"], data["reason"], data["confidence"], data["page"], box)


@dataclass(frozen=True, slots=True)
class OfferReading:
    """One offer as read from its document.

    product      value "casco", "octa" or "unknown"; only "casco" has values
    insurer      value is the short name used in columns ("BALTA"), None when unknown
    reg_number   number plate without blanks and hyphens, None when not seen
    language     value "lv", "en" or "ru"
    values       a `Found` for every code of the catalogue: those of the chosen variant
    variants     name -> code -> `Found`, all variants in the order printed; empty when the offer has only one
    variant      value is the name of the chosen variant; None when the offer has only one
    warnings     sentences for the user, in English
    fingerprint  same for two documents of the same layout: to it learned labels belong
    """

    product: Seen
    insurer: Seen
    reg_number: Seen
    language: Seen
    values: dict[str, Found]
    variants: dict[str, dict[str, Found]] = field(default_factory=dict)
    variant: Seen = field(default_factory=Seen)
    warnings: tuple[str, ...] = ()
    fingerprint: str = ""

    def with_variant(self, name: str) -> "OfferReading":
        """The same offer with another variant chosen by a person.

        :raises KeyError: the offer has no variant of that name.
        """
        return replace(self, values=self.variants[name], variant=Seen(name, "chosen by a person", 1.0))

    def to_data(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {
            "product": self.product.to_data(),
            "insurer": self.insurer.to_data(),
            "reg_number": self.reg_number.to_data(),
            "language": self.language.to_data(),
            "values": _cells_to_data(self.values),
            "variants": {name: _cells_to_data(cells) for name, cells in self.variants.items()},
            "variant": self.variant.to_data(),
            "warnings": list(self.warnings),
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "OfferReading":
        """The offer that `to_data` wrote."""
        seen = {
            name: Seen.from_data(data[name]) for name in ("product", "insurer", "reg_number", "language", "variant")
        }
        return cls(
            values=_cells_from_data(data["values"]),
            warnings=tuple(data["warnings"]),
            variants={name: _cells_from_data(cells) for name, cells in data["variants"].items()},
            fingerprint=data["fingerprint"],
            **seen,
        )


def _cells_to_data(cells: dict[str, Found]) -> dict[str, Any]:
    return {code: found.to_data() for code, found in cells.items()}


def _cells_from_data(data: dict[str, Any]) -> dict[str, Found]:
    return {code: Found.from_data(found) for code, found in data.items()}
