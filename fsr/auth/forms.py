"""What people type about accounts, parsed; a `Form` keeps what was typed, to show it again."""

from collections.abc import Mapping
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from fsr.auth.models import Role
from fsr.errors import Refusal
from fsr.web.i18n import LANGUAGES
from fsr.web.i18n import gettext as _

THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "compact")


class Form:
    """Typed text with one sentence for each field that cannot be accepted.

    raw     what was typed, never the passwords
    errors  field → sentence; "" names the form as a whole
    """

    SECRET = ("password", "current")

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        self.raw = {name: value for name, value in (data or {}).items() if name not in self.SECRET}
        self.errors: dict[str, str] = {}
        if data is not None:  # an empty form that was sent is one to refuse
            self.parse(data)

    def parse(self, data: Mapping[str, str]) -> None:
        """Fill the attributes from `data`, or `errors`."""

    @property
    def ok(self) -> bool:
        """Whether everything can be accepted."""
        return not self.errors

    def refuse(self, error: Refusal) -> None:
        """Show what a service refused, at its fields where it named them."""
        self.errors.update(getattr(error, "fields", {}) or {"": str(error)})

    def text(self, data: Mapping[str, str], name: str, longest: int, missing: str = "") -> str:
        """A trimmed text of at most `longest` characters; `missing` is said where it must not be empty."""
        value = data.get(name, "").strip()
        if missing and not value:
            self.errors[name] = missing
        if len(value) > longest:
            self.errors[name] = _("At most %(count)s characters.", count=longest)
        return value

    def choice(self, data: Mapping[str, str], name: str, allowed: object) -> str:
        """One of the `allowed` values."""
        value = data.get(name, "")
        if value not in allowed:  # type: ignore[operator]  # any container
            self.errors[name] = _("Choose one of the list.")
        return value

    def address(self, data: Mapping[str, str]) -> str:
        """An e-mail address: no more is checked than that it can be one, since only a mail would prove it."""
        value = self.text(data, "email", 254, _("Give an e-mail address.")).casefold()
        name, at, host = value.rpartition("@")
        if value and (not at or not name or "." not in host.strip(".") or " " in value):
            self.errors["email"] = _("This is not an e-mail address.")
        return value


class SignInForm(Form):
    """E-mail address and password."""

    email = password = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """Both are needed."""
        self.email = self.text(data, "email", 254, _("Give your e-mail address."))
        self.password = data.get("password", "")
        if not self.password:
            self.errors["password"] = _("Give your password.")


class ProfileForm(Form):
    """Name, language and zone: what set-up, joining and the account page share."""

    name = language = timezone = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """All are needed."""
        self.name = self.text(data, "name", 120, _("Give your name."))
        self.language = self.choice(data, "language", LANGUAGES)
        self.timezone = self.choice(data, "timezone", available_timezones())


class PersonForm(ProfileForm):
    """A profile with a new password."""

    password = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """The password's strength is for `passwords.check` to judge."""
        super().parse(data)
        self.password = data.get("password", "")
        if not self.password:
            self.errors["password"] = _("Choose a password.")


class SetUpForm(PersonForm):
    """The first administrator, and the key."""

    key = email = ""
    demo = False

    def parse(self, data: Mapping[str, str]) -> None:
        """Everything but the demo data is needed."""
        self.key = self.text(data, "key", 200, _("Give the set-up key. It is printed in the log of the server."))
        self.email = self.address(data)
        super().parse(data)
        self.demo = bool(data.get("demo"))


class AccountForm(ProfileForm):
    """The profile with looks."""

    theme = density = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """All are needed."""
        super().parse(data)
        self.theme = self.choice(data, "theme", THEMES)
        self.density = self.choice(data, "density", DENSITIES)

    @property
    def values(self) -> dict[str, str]:
        """What `service.edit_profile` takes."""
        return {name: getattr(self, name) for name in ("name", "language", "timezone", "theme", "density")}


class PasswordForm(Form):
    """The old and the new password."""

    current = password = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """Both are needed."""
        self.current, self.password = data.get("current", ""), data.get("password", "")
        if not self.current:
            self.errors["current"] = _("Give your password.")
        if not self.password:
            self.errors["password"] = _("Choose a password.")


class ConfirmForm(Form):
    """One's own password, again."""

    current = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """It is needed."""
        self.current = data.get("current", "")
        if not self.current:
            self.errors["current"] = _("Give your password.")


class TokenForm(Form):
    """What a token is for."""

    name = ""

    def parse(self, data: Mapping[str, str]) -> None:
        """A name, so that it can be told apart when it is to be revoked."""
        self.name = self.text(data, "purpose", 120, _("Say what the token is for."))


class InviteForm(Form):
    """Whom to invite, as what."""

    email = ""
    role = Role.AGENT

    def parse(self, data: Mapping[str, str]) -> None:
        """Both are needed."""
        self.email = self.address(data)
        self.role = parse_role(self, data)


class RoleForm(Form):
    """Another role."""

    role = Role.AGENT

    def parse(self, data: Mapping[str, str]) -> None:
        """It is needed."""
        self.role = parse_role(self, data)


def parse_role(form: Form, data: Mapping[str, str]) -> Role:
    """The role in `data`; the lowest, with an error in `form`, where there is none."""
    value = form.choice(data, "role", {role.value for role in Role})
    return Role(value) if "role" not in form.errors else Role.AGENT


def safe_next(target: str | None) -> str:
    """Where to go after signing in: a path of our own, or the first page.

    Absolute addresses are refused, also in the disguises that browsers accept:
    `//host`, `/\\host`, and control characters that are dropped on the way.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(target)
    clean = not (parts.scheme or parts.netloc) and "\\" not in target and target.isprintable()
    return target if clean else "/"
