"""`/casco/*`: the JSON of seed 000 for comparisons and offers, whose words only this package and the catalogue use."""

from fsr.offers.api import offers, uploads
from fsr.offers.api.blueprint import bp

__all__ = ["bp", "offers", "uploads"]
