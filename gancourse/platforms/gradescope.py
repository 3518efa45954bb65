"""Reads the table in a Gradescope export that says whose its folders are.

``submission_metadata.yml``::

    submission_301:
      :submitters:
      - :name: Ada Allright
        :sid: '101'
        :email: ada@example.org
      :created_at: 2025-11-20 10:15:30.123456000 Z
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

import yaml

from gancourse.errors import CourseError
from gancourse.platforms.archive import Member

LARGEST_BYTES = 50_000_000


@dataclass(frozen=True)
class Submitter:
    """One of those who handed in together.

    Attributes:
        number: The number that the university gave; else the address; else the name.
        name: The name.
        email: The address.
        time: When it was handed in, in UTC.
    """

    number: str
    name: str
    email: str
    time: datetime.datetime | None


def read_metadata(table: Member) -> dict[str, list[Submitter]]:
    """Who handed in each folder of an export.

    Raises:
        CourseError: The table cannot be read.
    """
    try:
        with table.open() as file:
            # Texts alone: a tag of Ruby's means nothing here.
            found = yaml.load(file.read(LARGEST_BYTES), Loader=yaml.BaseLoader)
        return {place: _submitters(one) for place, one in found.items()}
    except Exception as error:  # a table that somebody edited fails in many ways
        raise CourseError(f"{table.place} of this export cannot be read: {error}.") from error


def _submitters(one: dict[str, Any]) -> list[Submitter]:
    time = _utc(one.get(":created_at", ""))
    people = []
    for who in one.get(":submitters") or []:
        name, number, email = (who.get(key) or "" for key in (":name", ":sid", ":email"))
        people.append(Submitter(number or email or name, name, email, time))
    return [who for who in people if who.number]


def _utc(text: str) -> datetime.datetime | None:
    """A time as Ruby writes it, ``2025-11-20 10:15:30.123456000 Z``, in UTC."""
    match = re.fullmatch(r"(\S+) (\d+:\d+:\d+)\S* (Z|[+-]\d\d:?\d\d)", text)
    if match is None:
        return None
    try:
        return datetime.datetime.fromisoformat(" ".join(match.groups()[:2]) + match[3]).astimezone(
            datetime.UTC
        )
    except ValueError:
        return None
