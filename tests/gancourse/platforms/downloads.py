"""Builds downloads as learning platforms make them, to be collected in tests.

Each function takes what students handed in and returns a download's files: bytes by place. `zipped`
and `in_folder` write them.
"""

from __future__ import annotations

import calendar
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Files = dict[str, bytes]


@dataclass(frozen=True)
class HandIn:
    """What a student hands in on a platform.

    Attributes:
        name: The full name.
        number: The student's number there; of Moodle's, that of the assignment.
        files: The student's files by name.
        time: When, as ``2025-11-20 10:15:30``; platforms that give no time ignore it.
        late: Whether it is late.
        attempt: The number of the try.
    """

    name: str
    number: int
    files: Mapping[str, bytes | str] = field(default_factory=dict)
    time: str = "2025-11-20 10:15:30"
    late: bool = False
    attempt: int = 1


def _raw(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def moodle(hand_ins: Iterable[HandIn], *, blind: bool = False, folders: bool = True) -> Files:
    """Moodle's "Download all submissions", with a folder for each student or without."""
    return {
        f"{'Participant' if blind else one.name}_{one.number}_assignsubmission_file"
        f"{'/' if folders else '_'}{name}": _raw(text)
        for one in hand_ins
        for name, text in one.files.items()
    }


def worksheet(folder: Path, *rows: str, separator: str = ",") -> Path:
    """Moodle's grading worksheet as an English teacher downloads it."""
    headers = (
        "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments"
    )
    text = "\r\n".join([headers, *rows]) + "\r\n"
    path = folder / "worksheet.csv"
    path.write_bytes(("\ufeff" + text.replace(",", separator)).encode())
    return path


def row(number: int, name: str = "A B", email: str = "", grade: str = "", most: str = "100.00"):
    """A student's line in it."""
    return f"Participant {number},{name},{email},Submitted,{grade},{most},Yes,-,-,Well done"


def canvas(hand_ins: Iterable[HandIn], *, attachment: int = 56001) -> Files:
    """Canvas's "Download Submissions": files, the surname first in small letters."""
    made: Files = {}
    for one in hand_ins:
        first, _, last = one.name.partition(" ")
        who = "".join(filter(str.isalnum, (last + first).lower()))
        for name, text in one.files.items():
            late = "_LATE" if one.late else ""
            made[f"{who}{late}_{one.number}_{attachment}_{name}"] = _raw(text)
            attachment += 1
    return made


def canvas_anonymous(hand_ins: Iterable[HandIn], ids: Mapping[int, str]) -> Files:
    """The same where names are hidden; ``ids`` are the anonymous ones by number."""
    return {
        f"{'LATE_' if one.late else ''}anon_{ids[one.number]}_{7000 + at}_{name}": _raw(text)
        for at, one in enumerate(hand_ins)
        for name, text in one.files.items()
    }


def gradescope(hand_ins: Iterable[HandIn], *, submission: int = 301) -> Files:
    """Gradescope's "Export submissions": one outer folder, and a table."""
    made: Files = {}
    table = ""
    for at, one in enumerate(hand_ins):
        place = f"submission_{submission + at}"
        email = f"{one.name.split()[0].lower()}{one.number}@example.org"
        table += (
            f"{place}:\n  :submitters:\n  - :name: {one.name}\n    :sid: '{one.number}'\n"
            f"    :email: {email}\n  :created_at: {one.time}.123456000 Z\n  :score: 0.0\n"
            "  :status: processed\n  :history: []\n"
        )
        for name, text in one.files.items():
            made[f"assignment_4321_export/{place}/{name}"] = _raw(text)
    return made | {"assignment_4321_export/submission_metadata.yml": table.encode()}


def brightspace(hand_ins: Iterable[HandIn], *, folder: int = 640693) -> Files:
    """Brightspace's download of a folder: who, name, and when by the clock on the wall."""
    made: Files = {"index.html": b"<html>"}
    for one in hand_ins:
        day, _, clock = one.time.partition(" ")
        hour, minute, _ = map(int, clock.split(":"))
        half = "AM" if hour < 12 else "PM"
        year, month, number = map(int, day.split("-"))
        clock = f"{(hour + 11) % 12 + 1}{minute:02} {half}"
        when = f"{calendar.month_abbr[month]} {number}, {year} {clock}"
        for name, text in one.files.items():
            made[f"{one.number}-{folder} - {one.name} - {when}/{name}"] = _raw(text)
    return made


def blackboard(hand_ins: Iterable[HandIn], *, title: str = "Lesson 2") -> Files:
    """Blackboard's "Assignment File Download": files, and a receipt for each try."""
    made: Files = {}
    for one in hand_ins:
        user = f"s{one.number}"
        begin = f"{title}_{user}_attempt_{one.time.replace(' ', '-').replace(':', '-')}"
        made[f"{begin}.txt"] = f"Name: {one.name} ({user})\nAssignment: {title}\n".encode()
        for name, text in one.files.items():
            made[f"{begin}_{name}"] = _raw(text)
    return made


def teams(hand_ins: Iterable[HandIn], *, title: str = "Lesson 2") -> Files:
    """The folder of Microsoft Teams in SharePoint."""
    return {
        f"Submitted files/{one.name}/{title}/Version {one.attempt}/{name}": _raw(text)
        for one in hand_ins
        for name, text in one.files.items()
    }


def google(hand_ins: Iterable[HandIn]) -> Files:
    """The folder of an assignment of Google Classroom, as Drive zips it."""
    return {
        f"Lesson 2/{one.name} - {name}": _raw(text)
        for one in hand_ins
        for name, text in one.files.items()
    }


def github(hand_ins: Iterable[HandIn], *, slug: str = "lesson-02") -> Files:
    """Clones of what GitHub Classroom made."""
    made: Files = {}
    for one in hand_ins:
        clone = f"{slug}-submissions/{slug}-{one.name.lower().replace(' ', '-')}"
        made[f"{clone}/.git/config"] = b"[core]"
        made[f"{clone}/README.md"] = b"# Lesson"
        for name, text in one.files.items():
            made[f"{clone}/{name}"] = _raw(text)
    return made


def drive(hand_ins: Iterable[HandIn]) -> Files:
    """A folder of loose files whose names students wrote."""
    return {
        f"hand in here/{one.name.lower().replace(' ', '-')}_{name}": _raw(text)
        for one in hand_ins
        for name, text in one.files.items()
    }


def folders(hand_ins: Iterable[HandIn]) -> Files:
    """A folder for each student."""
    return {
        f"{one.name}/{name}": _raw(text) for one in hand_ins for name, text in one.files.items()
    }


def zipped(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write a download as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def in_folder(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write a download as a folder."""
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_raw(text))
    return path
