"""Pages of comparisons: the list, the form for new ones, the matrix with its columns and cells, learned labels."""

from fsr.offers.views import cells, columns, comparisons, labels
from fsr.offers.views.blueprint import bp

__all__ = ["bp", "cells", "columns", "comparisons", "labels"]
