"""Notices that a download is another lesson's, before it is sorted.

Taken for this lesson's, it would leave numbers of another assignment in ``students.csv``, and the
right download would find nobody by them.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from gancourse.errors import CourseError
from gancourse.grading.recognise import Names
from gancourse.platforms.archive import Member, Unpacker
from gancourse.platforms.choose import choose
from gancourse.platforms.detect import HandIn

SAMPLE = 20
"""How many hand-ins are looked into."""

LEAST, TO_ONE = 3, 4
"""It is another lesson's if so many notebooks are, and so many for each of the wanted."""


def refuse_other_lesson(
    lesson: str, lessons: Mapping[str, Names], hand_ins: Sequence[HandIn], scratch: Path
) -> None:
    """Look into some hand-ins, from all over the download.

    Args:
        lesson: The lesson that they are collected for.
        lessons: What `lesson_names` says of the course.
        hand_ins: What is in the download.
        scratch: A folder to unpack in.

    Raises:
        CourseError: They are of another lesson. The text says what to type for it.
    """
    found: Counter[str] = Counter()
    for hand_in in hand_ins[:: -(-len(hand_ins) // SAMPLE) or 1]:
        folder = scratch / "sample"
        folder.mkdir()
        with Unpacker(folder) as unpacker:
            members = [Member(whose.rest, one.packed, one.open) for whose, one in hand_in.files]
            chosen = choose(lesson, lessons, members, unpacker)
        shutil.rmtree(folder)
        if chosen.notebooks:
            found[lesson] += 1
        else:
            found.update({other for _, other in chosen.other_lessons})
    for other, count in found.most_common(1):
        if other != lesson and count >= max(LEAST, TO_ONE * found[lesson]):
            raise CourseError(
                f"This is the download of {other}, not of {lesson}: nothing was collected. For "
                f"that lesson, type: gancourse collect {other.partition('_')[0]} DOWNLOAD"
            )
