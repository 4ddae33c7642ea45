"""Pages of links: the owner's (`/shared`) and the recipient's (`/s/<token>`)."""

from fsr.shares.views.links import bp as links
from fsr.shares.views.recipient import bp as recipient

__all__ = ["links", "recipient"]
