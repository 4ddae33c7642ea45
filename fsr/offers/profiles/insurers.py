"""The insurers of the Latvian market: names by which a document gives itself away, and the clauses peculiar to each.

A name is matched as whole words, so "certIFicate" and "verIFied" are no offers of If.  Legal names weigh more than
short ones, and short names that are also words ("if", "ban") count only in the places and the writing that `strict`
says. Names and legal forms: the insurers' own pages and the register of the Bank of Latvia (as of 2026).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """Wording of one insurer that decides a row by itself.

    code    the row
    words   folded pieces that must all stand in one sentence
    value   what the row then holds
    reason  the rule in words
    """

    code: str
    words: tuple[str, ...]
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Insurer:
    """What is known of one insurer.

    name     as the comparison's columns show it
    legal    phrases of its full names (notation of `labels`): sure signs
    short    short names in their exact writing: weaker signs, stronger when printed large or early
    domains  parts of web and mail addresses
    phrases  its own words for rows, code -> phrases, beside the general ones
    clauses  its own clauses
    """

    name: str
    legal: tuple[str, ...]
    short: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    clauses: tuple[Clause, ...] = ()


INSURERS: tuple[Insurer, ...] = (
    Insurer(
        "BALTA",
        ("aas balta", "balta aas", "apdrosinasan* akciju sabiedriba balta", "balta apdrosinasan*", "ao balta"),
        ("BALTA", "Balta"),
        ("balta",),
    ),
    Insurer(
        "BALCIA",
        ("balcia insurance", "balcia insurance se"),
        ("BALCIA", "Balcia"),
        ("balcia",),
        clauses=(
            Clause(
                "Stiklojums_bez_pašriska",
                ("pirm", "stikl", "0 %", "balcia"),
                "v",
                "Balcia bears the first glass claim in full at a repairer that it names",
            ),
        ),
    ),
    Insurer(
        "BTA", ("bta baltic insurance (company)", "bta baltic", "aas bta", "bta apdrosinasan*"), ("BTA",), ("bta",)
    ),
    Insurer(
        "IF",
        ("if p c insurance", "if p c", "if apdrosinasan*", "if kasko", "if casco", "if skadeforsakring"),
        ("if", "If", "IF"),
        ("if",),
    ),
    Insurer(
        "Gjensidige",
        ("adb gjensidige", "gjensidige latvija*", "gjensidige"),
        ("Gjensidige", "GJENSIDIGE"),
        ("gjensidige",),
    ),
    Insurer("ERGO", ("ergo insurance", "ergo insurance se"), ("ERGO", "Ergo"), ("ergo",)),
    Insurer(
        "Compensa",
        ("compensa vienna insurance", "compensa vienna", "compensa"),
        ("COMPENSA", "Compensa"),
        ("compensa",),
    ),
    Insurer("Seesam", ("seesam insurance", "seesam"), ("SEESAM", "Seesam"), ("seesam",)),
    Insurer("BAN", ("baltijas apdrosinasan* nams", "aas ban", "baltijas apdrosinasan* nam*"), ("BAN",), ("ban",)),
)

BY_NAME: dict[str, Insurer] = {insurer.name.casefold(): insurer for insurer in INSURERS}


def named(name: str | None) -> Insurer | None:
    """The insurer of this name in any case, None when it is not in the list: then the general profile serves."""
    return BY_NAME.get(name.strip().casefold()) if name else None
