"""A table that a platform's importer takes, with a place for each student's mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from gancourse.platforms.sheet import Sheet

if TYPE_CHECKING:  # it loads nbgrader, which collecting needs nothing of
    from gancourse.platforms.standing import Standing

Value = TypeVar("Value")


@dataclass(frozen=True)
class Place:
    """One row: whose it is on the platform.

    Attributes:
        row: The row, to be written into.
        number: The student's number on the platform.
        email: The e-mail address; empty if the table has none.
        name: The name, for reading.
    """

    row: list[str]
    number: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Form:
    """A table with a column that takes the marks.

    Attributes:
        sheet: The table.
        places: Those of its rows that belong to a student.
        column: The column that takes the marks.
        maximum: What a mark is out of, if the table says so.
        takes_more: Whether the platform takes a mark above the maximum.
        comments: The column that takes a comment for the student, if there is one.
        empty_erases: Whether a row without a mark would erase what the platform has, so that it
            has to be left out.
    """

    sheet: Sheet
    places: list[Place]
    column: int
    maximum: float | None = None
    takes_more: bool = True
    comments: int | None = None
    empty_erases: bool = False


@dataclass
class Match:
    """Who has which row.

    Attributes:
        places: The row of each student, by the student's id.
        strangers: Rows of nobody in the course.
        claimed: Numbers that two students have, or two rows: these get no mark.
    """

    places: dict[str, Place] = field(default_factory=dict)
    strangers: list[Place] = field(default_factory=list)
    claimed: set[str] = field(default_factory=set)


def match(places: Sequence[Place], standings: Iterable[Standing], platform: str) -> Match:
    """Find each student's row: by the number on the platform; where none is known, by the e-mail
    address. A row with the address and another number is of another assignment.

    Names decide nothing: two students may have one, and students can change theirs. Where two
    students, or two rows, have the same number, none of them is matched.
    """
    standings = list(standings)
    found = Match()
    by_number = _grouped((place.number, place) for place in places)
    claims = _grouped((one.number(platform), one) for one in standings)
    for number, owners in claims.items():
        rows = by_number.get(number, [])
        if len(owners) == len(rows) == 1:
            found.places[owners[0].student.id] = rows[0]
        elif rows:
            found.claimed.add(number)
    taken = {id(place) for place in found.places.values()}
    free = [one for one in places if id(one) not in taken and one.number not in found.claimed]
    by_email = _grouped((place.email.casefold(), place) for place in free)
    for email, owners in _grouped((one.student.email.casefold(), one) for one in standings).items():
        rows = by_email.get(email, [])
        (owner, *others) = owners
        known = owner.student.id in found.places or owner.number(platform).isdecimal()
        if len(rows) == 1 and not others and not known:
            found.places[owner.student.id] = rows[0]
    taken = {id(place) for place in found.places.values()}
    found.strangers = [place for place in places if id(place) not in taken]
    return found


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    """Values by their keys; those with an empty key are left out."""
    groups: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        if key:
            groups[key].append(value)
    return groups
