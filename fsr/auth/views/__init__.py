"""Pages of accounts: signing in, one's own account, and everybody's for those who look after them."""

from fsr.auth.views import account, admin, entrance
from fsr.auth.views.blueprint import bp

__all__ = ["account", "admin", "bp", "entrance"]
