"""`/api/cases`: the seven endpoints of seed 002, texts as they were, and versions for who sends them."""

from fsr.notebook.api.views import bp

__all__ = ["bp"]
