"""The JSON API of links."""

from fsr.shares.api.endpoints import bp

__all__ = ["bp"]
