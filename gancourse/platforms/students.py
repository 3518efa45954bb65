"""Says which student of the class somebody on a platform is, once and for good.

A number of a platform is one student's for ever. Where a platform has a new number in each
assignment (Moodle), a number counts within its lesson, and over lessons the e-mail address joins
where it is known. Where it is not, the name does, as long as it is one student's alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gancourse.course.delivery import read_delivery
from gancourse.course.roster import ROSTER, Student
from gancourse.platforms.slug import slug

SHOWN = 5
"""How many students of one name are named."""


@dataclass(frozen=True)
class Person:
    """Somebody in a download.

    Attributes:
        platform: The platform's name.
        column: The column of ``students.csv`` that the number belongs into.
        number: The number or id; where there is none, the name.
        name: The name, empty if unknown.
        email: The address, empty if unknown.
        known_by_name: Whether the name may say who it is, where the number does not.
        anonymous: Whether the name is what the platform calls everybody.
    """

    platform: str
    column: str
    number: str
    name: str
    email: str = ""
    known_by_name: bool = False
    anonymous: bool = False

    @property
    def shown(self) -> str:
        """Name and number, to be shown."""
        if not self.name or self.number == slug(self.name):
            return self.name or self.number
        return f"{self.name} ({self.number})"


class NotTold(ValueError):
    """Who somebody is cannot be told. The text says why, as the end of a sentence."""


class Class:
    """The students of a course, known and new ones.

    Attributes:
        students: All of them, by their ids.
        notes: What the teacher should know: sentences.
    """

    def __init__(self, course: Path, lesson: str, students: Mapping[str, Student]) -> None:
        self.students = dict(students)
        self.notes: list[str] = []
        self._submitted = course / "submitted"
        self._lesson = lesson
        self._numbers = {
            (column, number): one.id
            for one in students.values()
            for column, number in one.numbers.items()
        }
        self._names: dict[str, list[str]] = defaultdict(list)
        self._emails: dict[str, list[str]] = defaultdict(list)
        for one in students.values():
            if one.name:
                self._names[slug(one.name)].append(one.id)
            if one.email:
                self._emails[one.email.casefold()].append(one.id)
        self._ids = {one.casefold() for one in self.students}
        if self._submitted.is_dir():
            self._ids |= {path.name.casefold() for path in self._submitted.iterdir()}

    def identify(self, people: Iterable[Person]) -> tuple[dict[Person, str], dict[Person, str]]:
        """Who they are: the ids, and of those who cannot be told, why not."""
        people = list(people)
        found: dict[Person, str] = {}
        refused: dict[Person, str] = {}
        unknown = []
        for one in people:
            try:
                if known := self._known(one):
                    found[one] = known
                    self._keep(known, one)
                else:
                    unknown.append(one)
            except NotTold as error:
                refused[one] = str(error)
        rivals = Counter(slug(one.name) for one in people if one not in found)
        by_name = {one: self._by_name(one) for one in unknown if one.known_by_name and one.name}
        for one in unknown:
            names = by_name.get(one, [])
            try:
                if names and (len(names) > 1 or rivals[slug(one.name)] > 1):
                    raise NotTold(self._ambiguous(one, names))
                if names and one.email and self.students[names[0]].email:
                    raise NotTold(self._moved(one, names[0]))
                found[one] = names[0] if names else self._new(one)
            except NotTold as error:
                refused[one] = str(error)
            else:
                self._keep(found[one], one)
        return found, refused

    def _known(self, one: Person) -> str:
        """The id of the one student with a number or with an address; empty if there is none.

        Raises:
            NotTold: They are two students'.
        """
        numbered = self._numbers.get((one.column, one.number), "")
        if not one.email or (numbered and not one.known_by_name):  # a number that is for good
            return numbered
        addressed = self._emails.get(one.email.casefold(), [])
        if numbered in addressed:
            return numbered
        owners = [*filter(None, [numbered]), *addressed]
        if len(owners) > 1:
            raise NotTold(
                f"{ROSTER} has the number {one.number} or the address {one.email} in the lines of "
                f"several students ({_listed(owners)}). Leave each in one line"
            )
        if numbered and self.students[numbered].email:
            raise NotTold(self._moved(one, numbered))
        return "".join(owners)

    def _by_name(self, one: Person) -> list[str]:
        """Those with the same name who are on the same platform, or on none."""
        named = [self.students[id_] for id_ in self._names[slug(one.name)]]
        return [
            student.id
            for student in named
            if one.column not in student.numbers
            and (not student.numbers or _is_on(student, one.platform))
        ]

    def _ambiguous(self, one: Person, names: list[str]) -> str:
        return (
            f"who of those called {one.name} it is cannot be told ({_listed(names)} are known). "
            f"Write {one.number} into the column `{one.column}` of {ROSTER}, in the right line or "
            "in a new one"
        )

    def _moved(self, one: Person, id_: str) -> str:
        return (
            f"{id_} has another address in {ROSTER}. If that is the same student, write "
            f"{one.email} there; if not, write {one.number} into the column `{one.column}` of a "
            "new line"
        )

    def _new(self, one: Person) -> str:
        """The id of a new student.

        Raises:
            NotTold: Nothing tells the student from another one.
        """
        name, number = slug(one.name), slug(one.number)
        wanted = "-".join(dict.fromkeys(part for part in (name, number) if part))
        if not wanted:
            raise NotTold("the name has no letter in it")
        namesakes = [id_ for id_ in self._names[name] if _is_on(self.students[id_], one.platform)]
        taken = wanted.casefold() in self._ids and not self._is_own_folder(wanted, one)
        if taken and name == number:  # nothing but a name to tell them apart
            if wanted in self.students and one.platform == "folder":
                return wanted
            raise NotTold(f"the folder {wanted} belongs to another student")
        at = 2
        id_ = wanted
        while taken and id_.casefold() in self._ids:
            id_, at = f"{wanted}-{at}", at + 1
        if namesakes and one.known_by_name:
            self.notes.append(
                f"{id_} has the name of {_listed(namesakes)} and another number: they count as "
                "different students."
            )
        self._ids.add(id_.casefold())
        self.students[id_] = Student(id_)
        return id_

    def _is_own_folder(self, id_: str, one: Person) -> bool:
        """Whether a folder that no line of the table names is that of this very student."""
        if id_ in self.students:
            return False
        delivery = read_delivery(self._submitted / id_ / self._lesson)
        if delivery is None:
            return one.platform == "folder"
        return (delivery.platform, delivery.number) == (one.platform, one.number)

    def _keep(self, id_: str, one: Person) -> None:
        """Note a student's number, and the name and the address where they were unknown."""
        student = self.students[id_]
        name = "" if one.anonymous else one.name
        if name and student.name and slug(student.name) != slug(name):
            self.notes.append(f"{id_}, {student.name}, is now called {name} there.")
        if name and not student.name:
            self._names[slug(name)].append(id_)
        if one.email and not student.email:
            self._emails[one.email.casefold()].append(id_)
        self._numbers[one.column, one.number] = id_
        self.students[id_] = replace(
            student,
            name=student.name or name,
            email=student.email or one.email,
            numbers=student.numbers | {one.column: one.number},
        )


def _listed(ids: list[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (", …" if len(ids) > SHOWN else "")


def _is_on(student: Student, platform: str) -> bool:
    """Whether a student has a number on a platform."""
    return any(column.split()[0] == platform for column in student.numbers)
