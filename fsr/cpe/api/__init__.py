"""The CPE tracker for programs, at the paths and in the shapes that older clients know."""

from fsr.cpe.api.views import bp

__all__ = ["bp"]
