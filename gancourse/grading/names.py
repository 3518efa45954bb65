"""Students' names that look alike, or that another system cannot hold: what a teacher has to know.

A name is that of a student's folder in ``submitted/``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from gancourse.course.spreadsheets import harmless
from gancourse.grading.find import fits
from gancourse.text import printable

_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?|.*[. ]", re.IGNORECASE
)
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""

_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""What shows nothing, or at most a gap; some of it counts as letters or accents. Unicode calls it
"default ignorable"."""

NAMED = 3
"""How many characters of a name are spelled out."""


def name_warnings(students: Iterable[str]) -> list[str]:
    """What a teacher should know of the names of a class: a sentence each."""
    students = sorted(set(students))
    alike = defaultdict(list)
    for student in students:
        alike[skeleton(student)].append(student)
    warnings = [
        f"These names look alike: {', '.join(map(spelled, names))}. If they are one person's, put "
        "all that is handed in into one folder."
        for names in alike.values()
        if len(names) > 1
    ]
    warnings += [
        f"Windows cannot hold a folder with the name {printable(student)}: rename it before the "
        "course is copied to such a machine."
        for student in students
        if _RESERVED.fullmatch(student)
    ]
    return warnings


def for_gradebook(student: str, name: str) -> tuple[str, str]:
    """A student's first and last name in nbgrader's table; the id alone if the name could do harm.

    formgrader puts them into its pages as they are, `nbgrader export` into a table.
    """
    first, _, last = name.replace("'", "’").rpartition(" ")
    is_harmless = (
        fits(name) and "&" not in name and (first, last) == (harmless(first), harmless(last))
    )
    return (first, last) if is_harmless else ("", student)


def skeleton(name: str) -> str:
    """What is left of a name when all that looks alike is the same.

    As in Unicode's technical standard 39, section 4, and upper and lower case are the same.
    """
    parts = unicodedata.normalize("NFD", _UNSEEN.sub("", name))
    return unicodedata.normalize("NFD", "".join(map(_prototype, parts))).casefold()


@cache
def _prototype(character: str) -> str:
    """The one of all characters that look like this one which stands for them."""
    from confusable_homoglyphs.confusables import confusables_data  # it reads a large table

    # A character has one prototype; a prototype has all that look like it.
    others = [one["c"].strip("\u200e") for one in confusables_data.get(character, ())]
    if len(others) != 1:
        return character
    (other,) = others
    is_prototype = len(confusables_data.get(other, ())) != 1
    return other if is_prototype else min(character, other)


def spelled(name: str) -> str:
    """A name, and what in it is no plain ASCII: ``аda (CYRILLIC SMALL LETTER A)``."""
    strange = dict.fromkeys(one for one in name if not one.isascii())
    names = [unicodedata.name(one, f"U+{ord(one):04X}") for one in strange]
    shown = ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
    return printable(name) + (f" ({shown})" if shown else "")
