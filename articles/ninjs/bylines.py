"""Names out of a byline: "By Ada Reed and Ben Ode" is two people."""

from __future__ import annotations

import re

NAME_LENGTH = 160

# "By", in the languages of the larger wires. Italian "Di" is left out: it begins too many surnames.
BY = {"": ("by",), "de": ("von",), "fr": ("par",), "es": ("por",), "pt": ("por",), "nl": ("door",)}
BY |= dict.fromkeys(("sv", "nb", "nn", "no", "da"), ("av", "af"))
AND = {"": ("and", "&"), "de": ("und",), "fr": ("et",), "es": ("y", "e"), "pt": ("e",), "it": ("e",), "nl": ("en",)}
AND |= dict.fromkeys(("sv", "nb", "nn", "no", "da"), ("och", "og"))

DEGREE = re.compile(r"(?:ph\.?\s?d|m\.?d|j\.?d|mba|mph|msc|bsc|esq|cpa|rn|pmp|dr\.?\s?med)\.?", re.IGNORECASE)
GENERATION = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
ORGANISATION = re.compile(
    r"\b(?:department|office|agency|administration|group|team|committee|ministry|university|institute|association"
    r"|society|government|cent(?:er|re)|bureau|services?|community|commission|council|press|news|database)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[(<\[]?\b[^\s()<>\[\]]+@[^\s()<>\[\]]+[)>\]]?")


def names_in_byline(byline: str, *, language: str = "", agency: str = "") -> tuple[str, ...]:
    """The people a byline names, in order and each once; empty when it names nobody.

    ``language`` is a BCP 47 tag and says which words mean "by" and "and". What only tells where somebody works
    ("Ada Reed, WIRE", "Ada Reed/WIRE") is left out, and so are degrees and addresses. An organisation that stands
    alone is a name.
    """
    base = language.partition("-")[0].lower()
    words = "|".join(BY[""] + BY.get(base, ()))
    byline = re.sub(rf"^(?:{words})\s*:?\s+", "", ADDRESS.sub("", byline).strip(), flags=re.IGNORECASE)
    names: list[str] = []
    for piece in re.split(r"\s*[,;]\s*", byline):
        piece = re.sub(rf"^(?:{_joiners(base)})\s+", "", piece, flags=re.IGNORECASE) if names else piece
        if names and GENERATION.fullmatch(piece):
            names[-1] = f"{names[-1]} {piece}"
        elif piece and not DEGREE.fullmatch(piece) and not (names and _is_affiliation(piece, agency)):
            names += [_without_agency(name) for name in _people(piece, base)]
    return tuple(dict.fromkeys(name[:NAME_LENGTH].strip() for name in names if name.strip()))


def _joiners(base: str) -> str:
    return "|".join(re.escape(word) for word in AND[""] + AND.get(base, ()))


def _people(piece: str, base: str) -> list[str]:
    """ "Ada Reed and Ben Ode" are two; "Food and Drug Administration" is one, and so is "Reed and Sons"."""
    if ORGANISATION.search(piece):
        return [piece]
    people = re.split(rf"\s+(?:{_joiners(base)})\s+", piece, flags=re.IGNORECASE)
    return people if all(" " in name for name in people) else [piece]


def _is_affiliation(piece: str, agency: str) -> bool:
    return (
        piece.islower()  # "dpa", "staff writer"
        or piece.casefold() == agency.casefold()
        or piece.startswith("The ")
        or bool(ORGANISATION.search(piece))
    )


def _without_agency(name: str) -> str:
    person, slash, agency = name.rpartition("/")
    return person.strip() if slash and person and agency.strip().isupper() else name
