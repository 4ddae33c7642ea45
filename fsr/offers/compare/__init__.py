"""Offers side by side: pure, from plain values to a `Matrix`."""

from fsr.offers.compare.matrix import ORDERS, compare, names_of
from fsr.offers.compare.normal import normal_form
from fsr.offers.compare.values import (
    Cell,
    Column,
    Line,
    Matrix,
    Offered,
    OfferState,
    Section,
    Shown,
    Value,
)

__all__ = ["ORDERS", "Cell", "Column", "Line", "Matrix", "OfferState", "Offered", "Section", "Shown", "Value",
           "compare", "names_of", "normal_form"]
