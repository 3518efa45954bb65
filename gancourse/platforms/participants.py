"""Moodle's grading worksheet beside its download: e-mail addresses say who is who over lessons."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from gancourse.errors import CourseError
from gancourse.platforms.detect import Download
from gancourse.platforms.moodle import MOODLE, read_participants
from gancourse.platforms.students import Person
from gancourse.text import writable

SHOWN = 5
"""How many who are not in the worksheet are named."""


def introduce(download: Download, lesson: str, worksheet: Path) -> list[Person]:
    """Give those who handed in the names and addresses that the worksheet has for their numbers.

    Args:
        download: Whose people and notes are changed.
        lesson: The lesson's name.
        worksheet: The grading worksheet of the same assignment.

    Returns:
        All who are in the worksheet; nobody if it has no addresses.

    Raises:
        CourseError: It cannot be read, or is another's.
    """
    if download.platform.name != MOODLE:
        raise CourseError(
            f"--worksheet is for Moodle's grading worksheet, and this download is one of "
            f"{download.platform.name}: leave it out."
        )
    _, places = read_participants(worksheet)
    numbers = {place.number for place in places}
    missing = [one.person for one in download.hand_ins if one.person.number not in numbers]
    if 2 * len(missing) > len(download.hand_ins):
        raise CourseError(
            f"{worksheet} lacks {len(missing)} of the {len(download.hand_ins)} numbers in the "
            "download. It is another assignment's, or was downloaded with a filter."
        )
    if missing:
        shown = ", ".join([one.shown for one in missing[:SHOWN]] + ["…"] * (len(missing) > SHOWN))
        download.notes.append(f"Not in the worksheet ({len(missing)}): {shown}.")
    shared = Counter(place.email.casefold() for place in places)
    if set(shared) == {""}:
        download.notes.append(
            f"{worksheet} has no e-mail addresses before its grades: names are hidden, or Moodle "
            "does not show addresses to you. It was not used."
        )
        return []
    people = {
        place.number: Person(
            MOODLE,
            f"{MOODLE} {lesson}",
            place.number,
            writable(place.name.strip()),
            # An address that two share does not say which of them it is.
            writable(place.email) if shared[place.email.casefold()] == 1 else "",
            known_by_name=True,
        )
        for place in places
    }
    download.hand_ins[:] = [
        replace(one, person=people.get(one.person.number, one.person)) for one in download.hand_ins
    ]
    return list(people.values())
