"""The rows of the CASCO comparison, as data.

The codes are the JSON keys of seed 000 (Latvian, with diacritics), the order is the order of display and the groups are
the seed's.  A further row is a further line in `ROWS` (and its phrases in `profiles`), nothing else.
"""

from dataclasses import dataclass
from enum import StrEnum


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark `text` for the translation catalogue; it is translated where it is shown."""
    return text


class Kind(StrEnum):
    """What a row holds, and so how its cell is read, typed, edited and shown."""

    MONEY = "money"
    """A plain decimal string in euro, "1480.00"."""
    SUM = "sum"
    """As MONEY, or words that stand for a value ("Tirgus vērtība", market value)."""
    PERIOD = "period"
    """A length of time, "12 mēneši"."""
    COVER = "cover"
    """Only "v" (covered) or "-" (not covered)."""
    TERRITORY = "territory"
    """Where the cover holds, in words."""
    DEDUCTIBLE = "deductible"
    """What the client bears: amounts, sometimes with conditions."""
    DAYS = "days"
    """Cover with a number of days, perhaps a daily limit."""
    LIMIT = "limit"
    """Cover with a limit, a count or another condition."""


class Better(StrEnum):
    """Which of two differing cells is better for the client."""

    LOWER = "lower"
    HIGHER = "higher"
    COVERED = "covered"
    NONE = "none"

    @property
    def rule(self) -> str:
        """The rule in words, in English, to be translated and shown beside the marks."""
        return _RULES[self]


_RULES = {
    Better.LOWER: N_("The lowest amount is marked; offers that do not state it take no part."),
    Better.HIGHER: N_("The highest figure is marked; cover without a figure comes after it, no cover last."),
    Better.COVERED: N_("Covered is better than not covered; offers that do not state it take no part."),
    Better.NONE: N_("No side is better here, so nothing is marked."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over rows; `code` is the seed's word, `names` by language (lv, en, ru, he)."""

    code: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        """The name in `language`, in English when there is no such language."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the comparison.

    code      the JSON key
    group     code of its `Group`
    kind      what the cell holds
    better    which side wins
    api_type  "number" or "text", as the earlier system tells its clients
    labels    by language (lv, en, ru, he)
    """

    code: str
    group: str
    kind: Kind
    better: Better
    api_type: str
    labels: dict[str, str]

    def label(self, language: str) -> str:
        """The label in `language`, in English when there is no such language."""
        return self.labels.get(language, self.labels["en"])


def _named(lv: str, en: str, ru: str, he: str) -> dict[str, str]:
    return {"lv": lv, "en": en, "ru": ru, "he": he}


GROUPS: tuple[Group, ...] = (
    Group("financial", _named("Finanses", "Price and sum", "Финансы", "כספים")),
    Group("core", _named("Pamata riski", "Main risks", "Основные риски", "סיכונים עיקריים")),
    Group("territory", _named("Teritorija", "Territory", "Территория", "תחום גאוגרפי")),
    Group("deductibles", _named("Pašriski", "Deductibles", "Франшизы", "השתתפות עצמית")),
    Group("mobility", _named("Mobilitāte", "Mobility", "Мобильность", "ניידות")),
    Group("special", _named("Īpašie riski", "Special risks", "Особые риски", "סיכונים מיוחדים")),
    Group("pa", _named("Nelaimes gadījumi", "Personal accident", "Несчастные случаи", "תאונות אישיות")),
)


def _row(code: str, group: str, kind: Kind, better: Better, labels: dict[str, str], api_type: str = "text") -> Row:
    return Row(code, group, kind, better, api_type, labels)


ROWS: tuple[Row, ...] = (
    _row(
        "premium_total",
        "financial",
        Kind.MONEY,
        Better.LOWER,
        _named("Kopējā prēmija", "Total premium", "Общая премия", "פרמיה כוללת"),
        "number",
    ),
    _row(
        "insured_amount",
        "financial",
        Kind.SUM,
        Better.NONE,
        _named("Apdrošinājuma summa", "Sum insured", "Страховая сумма", "סכום הביטוח"),
        "number",
    ),
    _row("period", "financial", Kind.PERIOD, Better.NONE, _named("Periods", "Period", "Период", "תקופה")),
    _row("Bojājumi", "core", Kind.COVER, Better.COVERED, _named("Bojājumi", "Own damage", "Повреждения", "נזקים")),
    _row("Bojāeja", "core", Kind.COVER, Better.COVERED, _named("Bojāeja", "Total loss", "Гибель ТС", "אובדן גמור")),
    _row("Zādzība", "core", Kind.COVER, Better.COVERED, _named("Zādzība", "Theft", "Угон", "גניבה")),
    _row(
        "Apzagšana",
        "core",
        Kind.COVER,
        Better.COVERED,
        _named("Apzagšana", "Burglary and partial theft", "Обворовывание", "פריצה וגניבת חלקים"),
    ),
    _row("Vandālisms", "core", Kind.COVER, Better.COVERED, _named("Vandālisms", "Vandalism", "Вандализм", "ונדליזם")),
    _row(
        "Uguns_dabas_stihijas",
        "core",
        Kind.COVER,
        Better.COVERED,
        _named("Uguns / dabas stihijas", "Fire and natural perils", "Огонь / стихийные бедствия", "אש ונזקי טבע"),
    ),
    _row(
        "Sadursme_ar_dzīvnieku",
        "core",
        Kind.COVER,
        Better.COVERED,
        _named("Sadursme ar dzīvnieku", "Collision with an animal", "Столкновение с животным", "התנגשות בבעל חיים"),
    ),
    _row(
        "Teritorija",
        "territory",
        Kind.TERRITORY,
        Better.NONE,
        _named("Teritorija", "Territory", "Территория", "תחום גאוגרפי"),
    ),
    _row(
        "Pašrisks_bojājumi",
        "deductibles",
        Kind.DEDUCTIBLE,
        Better.LOWER,
        _named("Pašrisks – bojājumi", "Deductible for damage", "Франшиза – повреждения", "השתתפות עצמית – נזקים"),
    ),
    _row(
        "Stiklojums_bez_pašriska",
        "deductibles",
        Kind.COVER,
        Better.COVERED,
        _named("Stiklojums bez pašriska", "Glass without deductible", "Стёкла без франшизы", "שמשות ללא השתתפות עצמית"),
    ),
    _row(
        "Maiņas_nomas_auto_dienas",
        "mobility",
        Kind.DAYS,
        Better.HIGHER,
        _named(
            "Maiņas / nomas auto (dienas)",
            "Replacement / rental car (days)",
            "Подменное / арендное авто (дни)",
            "רכב חלופי / שכור (ימים)",
        ),
    ),
    _row(
        "Palīdzība_uz_ceļa",
        "mobility",
        Kind.LIMIT,
        Better.HIGHER,
        _named("Palīdzība uz ceļa", "Roadside assistance", "Помощь на дороге", "שירותי דרך"),
    ),
    _row(
        "Hidrotrieciens",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named("Hidrotrieciens", "Hydro-lock", "Гидроудар", "נזקי מים למנוע"),
    ),
    _row(
        "Personīgās_mantas_bagāža",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named("Personīgās mantas / bagāža", "Personal items / luggage", "Личные вещи / багаж", "חפצים אישיים / כבודה"),
    ),
    _row(
        "Atslēgu_zādzība_atjaunošana",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named(
            "Atslēgu zādzība/atjaunošana",
            "Key theft / replacement",
            "Кража/восстановление ключей",
            "גניבת מפתחות / החלפתם",
        ),
    ),
    _row(
        "Degvielas_sajaukšana_tīrīšana",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named(
            "Degvielas sajaukšana/tīrīšana", "Wrong fuel / cleaning", "Ошибочная заправка/очистка", "תדלוק שגוי / ניקוי"
        ),
    ),
    _row(
        "Riepas_diski",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named("Riepas / diski", "Tyres / rims", "Шины / диски", "צמיגים / חישוקים"),
    ),
    _row(
        "Numurzīmes",
        "special",
        Kind.LIMIT,
        Better.HIGHER,
        _named("Numurzīmes", "Number plates", "Номерные знаки", "לוחיות רישוי"),
    ),
    _row(
        "Nelaimes_gad_vadīt_pasažieriem",
        "pa",
        Kind.LIMIT,
        Better.HIGHER,
        _named(
            "Nelaimes gad. vadīt./pasažieriem",
            "Accident, driver and passengers",
            "НС водителя/пассажиров",
            "תאונות אישיות נהג/נוסעים",
        ),
    ),
)

CODES: tuple[str, ...] = tuple(row.code for row in ROWS)
BY_CODE: dict[str, Row] = {row.code: row for row in ROWS}
COVERED, NOT_COVERED = "v", "-"
"""The two words of a cover cell (seed 000).  Silence is neither: its value is None."""


_GROUP_BY_CODE = {g.code: g for g in GROUPS}


def group(code: str) -> Group:
    """The group with this code.

    :raises KeyError: there is no such group.
    """
    return _GROUP_BY_CODE[code]
