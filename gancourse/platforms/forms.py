"""How learning platforms name what they hand out: whose a file is, by its place in a download.

A platform is a row of `PLATFORMS` or a small class beside it. Only what the platform itself wrote
is read: for most the outermost folder, or the beginning of a file's name.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gancourse.errors import CourseError
from gancourse.platforms.archive import Contents
from gancourse.platforms.gradescope import read_metadata

LONGEST_NAME = 500
"""Characters of a name that a pattern is held against: it could take hours."""

NAMES_OF_NOBODY = {
    *("participant", "teilnehmerin", "teilnehmer", "participante", "participant(e)", "deelnemer"),
    *("partecipante", "uczestnik", "deltagare", "deltager", "deltaker", "osallistuja", "účastník"),
    *("katılımcı", "участник", "учасник", "参与者", "參與者", "参加者", "résztvevő", "συμμετέχων"),
}
"""What Moodle calls everybody where marking is anonymous, in the languages that we know."""


@dataclass(frozen=True)
class Whose:
    """What a platform says of a file in a download.

    Attributes:
        number: The student's number or id there. Where a platform has none, the name.
        name: The student's name, empty if the platform does not give it.
        place: The name that the platform gave to the student's folder or file.
        rest: The student's own path in it.
        email: The student's address, empty if unknown.
        attachment: The platform's number of the file, empty if it has none.
        time: When it was handed in, in UTC; None if the platform does not say.
        late: Whether the platform calls it late.
        attempt: The number of the try, where the platform counts them.
        anonymous: Whether the platform hides who it is.
        prefix: What else has to be the same in all names of one student.
        group: The same, for platforms without numbers: the name as it is spelled.
    """

    number: str
    name: str
    place: str
    rest: tuple[str, ...]
    email: str = ""
    attachment: str = ""
    time: datetime.datetime | None = None
    late: bool = False
    attempt: int = 0
    anonymous: bool = False
    prefix: str = ""
    group: str = ""

    @property
    def order(self) -> tuple[str, int]:
        """Greater for a later try."""
        return self.time.isoformat() if self.time else "", self.attempt


class Platform:
    """A learning platform's form of downloads.

    Attributes:
        name: As in ``students.csv`` and for ``--platform``.
        new_numbers: Whether a student's number is another one in each assignment.
        local_times: Whether its times are those of a clock, without a zone.
        numbered: Whether it gives students a number or id; if not, the name is all there is.
        certain: Whether only the platform makes such names, so that one can tell it by them.
        loose: Whether it has files alone, no folders.
    """

    name = ""
    new_numbers = False
    local_times = False
    numbered = True
    certain = True
    loose = False

    def look(self, contents: Contents) -> None:
        """See the whole of a download before its files are read one by one."""

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        """Whose a file is, by its place; nobody's if this is not the platform's form."""
        raise NotImplementedError

    def sure(self, parts: tuple[str, ...]) -> bool:
        """Whether a name that anybody may have written can hardly mean anything else."""
        return bool(self.read(parts))


class Named(Platform):
    """A platform that writes everything into the name of the outermost folder or of the file.

    The pattern has to match that name as a whole. Its groups: ``number``, ``name`` or both; and
    ``rest``, what the student called a file, ``attachment``, ``late``, ``time``, ``prefix``,
    ``anonymous``. ``time`` is that group's form, as of `datetime.strptime`; a ``loose`` platform
    has no folders.
    """

    def __init__(
        self,
        name: str,
        pattern: str,
        *,
        time: str = "",
        new_numbers: bool = False,
        loose: bool = False,
    ) -> None:
        self.name = name
        self.loose = loose
        self.certain = not loose
        try:
            self.pattern = re.compile(pattern, re.DOTALL)
        except re.error as error:
            raise CourseError(f"The pattern {pattern} cannot be read: {error}.") from error
        self.time = time
        self.local_times = bool(time)
        self.new_numbers = new_numbers
        self.numbered = "number" in self.pattern.groupindex
        if not {"name", "number"} & set(self.pattern.groupindex):
            raise CourseError("The pattern needs a group (?P<number>...) or (?P<name>...).")
        self.match = lru_cache(maxsize=None)(self.pattern.fullmatch)

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        if len(parts[0]) > LONGEST_NAME or (self.loose and len(parts) > 1):
            return ()
        match = self.match(parts[0])
        if match is None:
            return ()
        said = {key: text or "" for key, text in match.groupdict().items()}
        name, number = said.get("name", "").strip(), said.get("number", "")
        rest = parts[1:] or ((said["rest"],) if said.get("rest") else ())
        if not (number or name):
            return ()
        return [
            Whose(
                number or name,
                name,
                parts[0],
                rest or (parts[0],),
                attachment=said.get("attachment", ""),
                late=bool(said.get("late")),
                time=local_time(said.get("time", ""), self.time),
                anonymous=bool(said.get("anonymous")) or name.casefold() in NAMES_OF_NOBODY,
                prefix=said.get("prefix", ""),
                group="" if self.numbered else name,
            )
        ]


def local_time(text: str, form: str) -> datetime.datetime | None:
    """A time of this machine's zone, in UTC; None if there is none."""
    try:
        return datetime.datetime.strptime(text, form).astimezone(datetime.UTC) if text else None
    except (ValueError, OverflowError, OSError):
        return None


class Blackboard(Named):
    """``Lesson 2_ada1_attempt_2025-11-20-10-15-30_FILE``, and a receipt that tells the name."""

    def __init__(self) -> None:
        # As its help on "Download assignments" and tools for its downloads say.
        super().__init__(
            "blackboard",
            r"(?P<prefix>.+?_(?P<number>[^_]+))_attempt_(?P<time>\d{4}(-\d\d){5})"
            r"(_(?P<rest>.+)|\.txt)",
            time="%Y-%m-%d-%H-%M-%S",
        )
        self.names: dict[str, str] = {}

    def look(self, contents: Contents) -> None:
        for one in contents.members:
            match = self.match(one.name) if len(one.name) <= LONGEST_NAME else None
            if match and not match["rest"]:
                with contextlib.suppress(Exception), one.open() as file:  # it may be damaged
                    first = file.readline(LONGEST_NAME).decode(errors="replace")
                    said = re.match(r"Name:\s*(.*?)\s*\(([^()]+)\)\s*$", first)
                    if said and said[2] == match["number"]:
                        self.names[said[2]] = said[1]

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        return [replace(one, name=self.names.get(one.number, "")) for one in super().read(parts)]


class Gradescope(Platform):
    """``submission_301/``, and who that is in ``submission_metadata.yml`` beside it."""

    name = "gradescope"

    def look(self, contents: Contents) -> None:
        tables = [one for one in contents.members if one.parts == ("submission_metadata.yml",)]
        self.people = read_metadata(tables[0]) if tables else {}

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        people = self.people.get(parts[0], []) if len(parts) > 1 else []
        return [
            Whose(one.number, one.name, parts[0], parts[1:], email=one.email, time=one.time)
            for one in people
        ]


class Teams(Platform):
    """``Ada Allright/ASSIGNMENT/Version 2/``, as SharePoint keeps what was handed in."""

    name = "teams"
    numbered = False

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        if len(parts) < 4 or not (version := re.fullmatch(r"Version (\d{1,6})", parts[2])):
            return ()
        return [
            Whose(parts[0], parts[0], parts[0], parts[3:], attempt=int(version[1]), group=parts[0])
        ]


class GitHub(Platform):
    """``lesson-02-adaallright/``: a clone for each student, as GitHub Classroom makes them."""

    name = "github"

    def look(self, contents: Contents) -> None:
        self.clones = {one[0] for one in contents.repositories if len(one) == 1}
        names = sorted(self.clones)
        pairs = zip(names[0], names[-1], strict=False) if len(names) > 1 else ()
        common = "".join(a for a, _ in itertools.takewhile(lambda one: one[0] == one[1], pairs))
        self.prefix = common[: common.rfind("-") + 1]  # a user's name may have a hyphen too

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        if len(parts) < 2 or parts[0] not in self.clones or not self.prefix:
            return ()
        user = parts[0].removeprefix(self.prefix)
        return [Whose(user, "", parts[0], parts[1:])] if user else ()


class Folder(Platform):
    """``ada-allright/``, or ``ada-allright_02_building_blocks.ipynb``: a folder by hand."""

    name = "folder"
    numbered = False
    certain = False

    def __init__(self, lesson: str) -> None:
        self.before_lesson = re.compile(rf"(.+)_(?={re.escape(lesson)})", re.IGNORECASE | re.DOTALL)

    def read(self, parts: tuple[str, ...]) -> Sequence[Whose]:
        if len(parts) > 1:
            return [Whose(parts[0], parts[0], parts[0], parts[1:], group=parts[0])]
        name, _, rest = parts[0].partition("_")
        if found := self.before_lesson.match(parts[0]):  # its own name has an underscore in it
            name, rest = found[1], parts[0][found.end() :]
        return [Whose(name, name, parts[0], (rest,), group=name)] if name and rest else ()

    def sure(self, parts: tuple[str, ...]) -> bool:
        return len(parts) > 1 or bool(self.before_lesson.match(parts[0]))


def platforms(lesson: str) -> list[Platform]:
    """All that we know; those that give numbers first."""
    return [
        # Moodle: mod/assign/classes/downloader.php. A name has no underscore there. The number is
        # `get_uniqueid_for_user`, a row of a table of (assignment, user): with and without names.
        Named(
            "moodle",
            r"(?P<name>[^_]*)_(?P<number>\d+)_assignsubmission_[a-z]+(_(?P<rest>.*))?",
            new_numbers=True,
        ),
        # Canvas: lib/content_zipper.rb. An anonymous id is that of one assignment.
        # The text that a student typed has no attachment.
        Named(
            "canvas",
            r"((?P<name>.+?)_)??((?P<late>LATE)_)?(?P<number>(?P<anonymous>anon_)[^_]+|\d+)_"
            r"(?=\d{3,20}_.|(text|link)\.html)((?P<attachment>\d{3,20})_)?(?P<rest>.+)",
        ),
        Gradescope(),
        # Brightspace: as tools for its downloads read it. The second number is not the student's.
        Named(
            "brightspace",
            r"(?P<number>\d+)-\d+ - (?P<name>.+) - (?P<time>\w+ \d+, \d{4} \d{3,4} [AP]M)",
            time="%b %d, %Y %I%M %p",
        ),
        Blackboard(),
        Teams(),
        GitHub(),
        # Google Classroom: the file that it copies for each student is called so.
        Named("google", r"(?P<name>.+?) - (?P<rest>.+)", loose=True),
        Folder(lesson),
    ]
