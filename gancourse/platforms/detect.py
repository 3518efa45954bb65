"""Tells which platform made a download, and sorts its files by student."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gancourse.errors import CourseError
from gancourse.platforms.archive import ARCHIVE, Contents, Member
from gancourse.platforms.forms import Folder, Named, Platform, Whose, platforms
from gancourse.platforms.slug import slug
from gancourse.platforms.students import Person
from gancourse.text import writable

OWN_FILES = {"index.html", "submission_metadata.yml"}
"""What platforms put beside students' files."""

MOST_OUTER = 5
"""How many folders may lie around the whole."""

SUBMITTED = "Submitted files"
"""What Teams calls what was handed in; beside it lie `Working files`."""


@dataclass(frozen=True)
class HandIn:
    """All that one student handed in.

    Attributes:
        person: Who it is on the platform.
        files: The files, with what the platform says of each, the last try first.
    """

    person: Person
    files: list[tuple[Whose, Member]]


@dataclass
class Download:
    """A download, by student.

    Attributes:
        platform: What made it.
        hand_ins: What each student handed in.
        mixed_up: People whose names or numbers are those of others too, and why.
        nobodys: Files whose names do not say whose they are.
        notes: What the teacher should know: sentences.
    """

    platform: Platform
    hand_ins: list[HandIn] = field(default_factory=list)
    mixed_up: list[tuple[Person, str]] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sort(contents: Contents, source: Path, lesson: str, name: str, pattern: str) -> Download:
    """Sort the files of a download by student.

    Args:
        contents: What is in it.
        source: Where it lies, to be named.
        lesson: The lesson's name.
        name: The platform's name, empty if it is to be found out.
        pattern: A pattern for its names, empty for that of the platform.

    Raises:
        CourseError: The platform cannot be told, or nothing says whose the files are.
    """
    known = platforms(lesson)
    if pattern:
        known = [Named(name or "folder", pattern)]
    elif name:
        names = list(dict.fromkeys(one.name for one in known))
        known = [one for one in known if one.name == name]
        if not known:
            raise CourseError(f"{name!r} is no platform's name; choose from {', '.join(names)}.")
    contents, outer = _without_outer_folders(contents, known, source)
    platform = _which(contents, known)
    if platform is None:
        raise CourseError(_unknown(contents, source, name))
    if isinstance(platform, Folder) and not name:
        _refuse_look_alikes(contents)
    download = Download(platform)
    if outer and isinstance(platform, Folder):
        download.notes.append(f"The folder {outer} was taken for the download's, not a student's.")
    _by_student(contents, lesson, download)
    return download


def _refuse_look_alikes(contents: Contents) -> None:
    """Refuse folders that look like students' and are a platform's without what says whose."""
    tops = {one.parts[0] for one in contents.members}
    if any(re.fullmatch(r"submission_\d+", top) for top in tops):
        raise CourseError(
            "This is a Gradescope export without its submission_metadata.yml, which says whose "
            "the folders are. Put it beside them, or add --platform folder to take each folder "
            "for a student."
        )
    if any(len(one) == 1 for one in contents.repositories):
        raise CourseError(
            "Of a single clone from GitHub it cannot be told which part of its name is the "
            "student's. Say so, such as --platform github --pattern 'lesson-02-(?P<number>.+)'."
        )


def _unknown(contents: Contents, source: Path, name: str) -> str:
    first = contents.members[0].parts[0] if contents.members else ""
    example = f", {first} for example," if first else ""
    if name:
        return f"The names in {source}{example} do not say whose the files are, as {name} does."
    return (
        f"The names in {source}{example} do not say whose the files are. If you know what made "
        "the download, add --platform NAME; if each name has the student in it, say how, such as "
        r"--pattern '(?P<name>.+)_(?P<number>\d+)_(?P<rest>.+)'; or put each student's files into "
        "a folder with the student's name."
    )


def _without_outer_folders(
    contents: Contents, known: Sequence[Platform], source: Path
) -> tuple[Contents, str]:
    """The contents without folders around the whole, and the innermost of these."""
    levels = [(contents, "")]
    while len(levels) <= MOST_OUTER and (top := _around(levels[-1][0])):
        levels.append((_inside(levels[-1][0], top), top))
    certain = [one for one in known if one.certain]
    for level in levels:
        if _which(level[0], certain):
            return level
    tops = {one.parts[0] for one in contents.members}
    if len(tops) == 1 and len(known) > 1:
        for level in levels[1:]:
            if len(people := _surely(level[0], known)) > 1:
                return level
            if people and any(len(one.parts) == 1 for one in level[0].members):
                raise CourseError(
                    f"Is the folder {level[1]} in {source} a student's, or the download's? Add "
                    "--platform folder if it is a student's; if not, collect that folder itself."
                )
        if len(contents.members) == 1 and contents.members[0].name.lower().endswith(ARCHIVE):
            raise CourseError(
                f"{source} holds the archive {contents.members[0].place} alone. If it is the "
                "download, collect it itself; if it is a student's, add --platform folder."
            )
    return levels[0]


def _around(contents: Contents) -> str:
    """The one folder around the whole; empty if there is none."""
    tops = {one.parts[0] for one in contents.members}
    if SUBMITTED in tops:
        return SUBMITTED
    return tops.pop() if len(tops) == 1 and all(one.parts[1:] for one in contents.members) else ""


def _surely(contents: Contents, known: Sequence[Platform]) -> set[str]:
    """The people that folders with notebooks or files' names mean, where people wrote them."""
    found: set[str] = set()
    for one in contents.members:
        if ".ipynb" in one.name.lower():
            for platform in known:
                if not platform.certain and platform.sure(one.parts):
                    found.update(who.number for who in platform.read(one.parts))
    return found


def _inside(contents: Contents, top: str) -> Contents:
    members = [
        replace(one, parts=one.parts[1:])
        for one in contents.members
        if one.parts[0] == top and len(one.parts) > 1
    ]
    repositories = {one[1:] for one in contents.repositories if one[:1] == (top,)}
    return Contents(members, contents.left_out, repositories)


def _which(contents: Contents, known: Iterable[Platform]) -> Platform | None:
    """The first platform that names more than half of what lies outermost."""
    tops = {one.parts[0] for one in contents.members} - OWN_FILES
    for platform in known:
        platform.look(contents)
        read = {one.parts[0] for one in contents.members if platform.read(one.parts)}
        if len(read) > len(tops) / 2 or (read and not platform.certain and not platform.loose):
            return platform
    return None


def _by_student(contents: Contents, lesson: str, download: Download) -> None:
    """Sort files by whose they are, and note what is nobody's or cannot be told apart."""
    platform = download.platform
    files: dict[str, list[tuple[Whose, Member]]] = defaultdict(list)
    nobodys = dict.fromkeys(
        one.parts[0]
        for one in contents.members
        if one.parts[0] not in OWN_FILES and not platform.read(one.parts)
    )
    download.nobodys += nobodys
    for one in contents.members:
        for whose in platform.read(one.parts):
            key = whose.number if platform.numbered else slug(whose.number)
            files[writable(key).strip()].append((whose, one))  # as in the table of the class
    # Where all have one name it is nobody's: marking is anonymous, in whatever language.
    names = {whose.name for group in files.values() for whose, _ in group}
    hidden = platform.new_numbers and len(files) > 2 and len(names) == 1
    for key, group in files.items():
        person = _person(platform, lesson, key, [whose for whose, _ in group], hidden)
        places = {(whose.prefix, whose.name or person.name, whose.group) for whose, _ in group}
        if len(places) > 1:
            several = ", ".join(sorted({whose.place for whose, _ in group}))
            download.mixed_up.append((person, f"these names mean one student: {several}"))
            continue
        group.sort(key=lambda one: one[0].order, reverse=True)
        download.hand_ins.append(HandIn(person, group))
    if any(one.person.anonymous for one in download.hand_ins):
        download.notes.append(
            f"Names are hidden. The numbers are those of {lesson} alone: in another lesson each of "
            "these is a new student, until you collect a download with names."
        )


def _person(
    platform: Platform, lesson: str, number: str, said: Sequence[Whose], hidden: bool
) -> Person:
    """Somebody, by what the platform says of the files."""
    first = said[0]
    anonymous = first.anonymous or hidden
    new_number = platform.new_numbers or first.anonymous
    return Person(
        platform.name,
        f"{platform.name} {lesson}" if new_number else platform.name,
        number,
        writable(next((whose.name for whose in said if whose.name), "")),
        email=writable(first.email),
        known_by_name=not anonymous and (new_number or not platform.numbered),
        anonymous=anonymous,
    )
