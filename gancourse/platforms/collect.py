"""Sorts what a learning platform hands out into ``submitted/``, by student.

A student is somebody whom the platform names; what lies in a student's files says nothing of
others. Where two cannot be told apart neither is taken, and everything that is left out is named.
"""

from __future__ import annotations

import filecmp
import itertools
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gancourse.course.delivery import TIMESTAMP, Delivery, read_delivery, write_delivery
from gancourse.course.places import find_graded_lessons, release_path
from gancourse.course.roster import read_roster, write_roster
from gancourse.errors import CourseError
from gancourse.grading.interrupts import interrupts_later
from gancourse.grading.recognise import Names, lesson_names
from gancourse.platforms.archive import ARCHIVE, Member, Unpacker, opened
from gancourse.platforms.choose import Chosen, choose, put
from gancourse.platforms.detect import Download, HandIn, sort
from gancourse.platforms.forms import Whose
from gancourse.platforms.mistaken import refuse_other_lesson
from gancourse.platforms.participants import introduce
from gancourse.platforms.students import Class, Person
from gancourse.text import printable, writable

SHOWN = 5
"""How many files of one kind are named, of one student or of all."""

LONGEST_LINE, SHOWN_END = 400, 100
"""Characters of a sentence about a student's file, and of the end of a longer one."""


@dataclass
class Collected:
    """What came of a download.

    Attributes:
        students: The ids of those whose work was collected, in the download's order.
        lines: What the teacher should know: plain sentences, the last one with the numbers.
        complete: Whether nothing was left out.
    """

    students: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    complete: bool = True


def collect(
    course: Path,
    lesson: str,
    source: Path,
    platform: str = "",
    pattern: str = "",
    worksheet: Path | None = None,
) -> Collected:
    """Put the submissions of one lesson into ``submitted/STUDENT/LESSON/``.

    What a student in the download has handed in before is replaced. New students are written into
    ``students.csv``.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.
        source: The zip file or the folder that the learning platform gave.
        platform: The platform's name; by default it is told from the names in the download.
        pattern: A regular expression for these names, for a platform that is not known. Its
            groups are those of `gancourse.platforms.forms.Named`.
        worksheet: Moodle's grading worksheet of the same assignment: all in it are students, and
            its e-mail addresses say who they are.

    Raises:
        CourseError: There is no such lesson, or the source, the class's table or the worksheet
            cannot be read, or the source or the worksheet is that of another lesson.
        OSError: The course's folder cannot be written to.
    """
    course = course.resolve()
    (lesson,) = find_graded_lessons(course, [lesson])
    if not release_path(course, lesson).exists():
        raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    students = Class(course, lesson, read_roster(course))
    with opened(source) as contents:
        download = sort(contents, source, lesson, platform, pattern)
        participants = introduce(download, lesson, worksheet) if worksheet else []
        with tempfile.TemporaryDirectory(dir=course, prefix=".collect-") as scratch:
            lessons = lesson_names(course)
            refuse_other_lesson(lesson, lessons, download.hand_ins, Path(scratch))
            desk = _Desk(course, lesson, lessons, Path(scratch))
            report = desk.collect(download, students, participants)
    write_roster(course, students.students.values())
    left_out = [*contents.left_out, *report.left_out]
    notes = [*download.notes, *students.notes, *report.notes(download)]
    lines = [*notes, *_some(left_out), report.numbers(download)]
    complete = not (left_out or report.refused or report.without or download.nobodys)
    return Collected(report.taken, [printable(line) for line in lines], complete)


@dataclass
class _Report:
    """What came of the hand-ins."""

    taken: list[str] = field(default_factory=list)
    unchanged: int = 0
    replaced: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    other_lessons: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)

    def notes(self, download: Download) -> list[str]:
        """What else the teacher should know."""
        notes = list(self.attempts)
        if download.platform.local_times:
            zone = time.strftime("%Z (UTC%z)")
            notes.append(f"Times are taken for those of this machine: {zone}.")
        if self.late:
            notes.append(f"Late, says the download: {', '.join(self.late)}.")
        if self.replaced:
            notes.append(f"Their earlier files were replaced: {', '.join(self.replaced)}.")
        for lesson, count in sorted(self.other_lessons.items()):
            notes.append(f"Notebooks of {lesson} were passed over: {count}.")
        notes += [f"{who} was left out: {why}." for who, why in self.refused]
        notes += [
            f"{name} was left out: its name does not say whose it is."
            for name in download.nobodys[:SHOWN]
        ]
        if len(download.nobodys) > SHOWN:
            notes.append(f"So were {len(download.nobodys) - SHOWN} more.")
        return notes

    def numbers(self, download: Download) -> str:
        """How many were collected, and of whom nothing was: the last sentence."""
        count = len(self.taken) + len(self.refused) + len(self.without)
        parts = [f"{len(self.taken)} collected"]
        if self.unchanged:
            parts[0] += f" ({self.unchanged} as before)"
        if self.without:
            parts.append(f"{len(self.without)} without a notebook ({'; '.join(self.without)})")
        if self.refused:
            names = "; ".join(dict.fromkeys(who for who, _ in self.refused))
            parts.append(f"{len(self.refused)} left out ({names})")
        if download.nobodys:
            parts.append(f"{len(download.nobodys)} more without a student's name")
        return f"{count} in the download: {', '.join(parts)}."


def _some(sentences: list[str]) -> list[str]:
    """The first sentences, and how many more there are: one student can make thousands."""
    more = len(sentences) - 10 * SHOWN
    some = [_short(one) for one in sentences[: 10 * SHOWN]]
    return some + ([f"{more} more files were left out."] if more > 0 else [])


def _short(text: str) -> str:
    """A text without its middle if it is long: a name in an archive may have 65,535 characters."""
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]} … {text[-SHOWN_END:]}"


@dataclass(frozen=True)
class _Desk:
    """Where hand-ins are sorted: into which course, for which of its lessons."""

    course: Path
    lesson: str
    lessons: Mapping[str, Names]
    scratch: Path

    def collect(
        self, download: Download, students: Class, participants: Sequence[Person]
    ) -> _Report:
        """Put away what can be told apart; ``participants`` are students without a hand-in too."""
        report = _Report(refused=[(one.shown, why) for one, why in download.mixed_up])
        people = [one.person for one in download.hand_ins]
        ids, refused = students.identify(dict.fromkeys([*participants, *people]))
        report.refused += [(one.shown, refused[one]) for one in people if one in refused]
        others = refused.keys() - set(people)
        report.left_out += sorted(
            f"{one.shown} of the worksheet: {refused[one]}." for one in others
        )
        shared = Counter(ids[one] for one in people if one in ids)
        for count, hand_in in enumerate(download.hand_ins):
            person = hand_in.person
            if person not in ids:
                continue
            if shared[ids[person]] > 1:
                report.refused.append((person.shown, f"{ids[person]} is in the download twice"))
                continue
            folder = self.scratch / str(count)
            folder.mkdir()
            with Unpacker(folder) as unpacker:
                whose, chosen = self._choose(hand_in, unpacker, report)
                report.left_out += [f"{ids[person]}: {line}" for line in _some(unpacker.left_out)]
                if not download.platform.numbered and (several := _several(hand_in, chosen)):
                    why = f"these files mean one student: {', '.join(several)}"
                    report.refused.append((person.shown, why))
                elif chosen.notebooks:
                    self._put(ids[person], person, whose, chosen, report)
            shutil.rmtree(folder)
        return report

    def _choose(self, hand_in: HandIn, unpacker: Unpacker, report: _Report) -> tuple[Whose, Chosen]:
        """The last try with a notebook of the lesson; without one, what is in the last."""
        tries = [
            list(group) for _, group in itertools.groupby(hand_in.files, lambda one: one[0].order)
        ]
        seen: list[Chosen] = []
        for files in tries:
            members = [Member(whose.rest, one.packed, one.open) for whose, one in files]
            chosen = choose(self.lesson, self.lessons, members, unpacker)
            report.other_lessons.update(lesson for _, lesson in chosen.other_lessons)
            seen.append(chosen)
            if chosen.notebooks:
                break
        else:
            files, chosen = tries[0], seen[0]
            lessons_of = {name: lesson for one in seen for name, lesson in one.other_lessons}
            names = [
                f"{name} is {lessons_of[name]}" if name in lessons_of else name
                for name in dict.fromkeys(name for one in seen for name in one.files)
            ]
            listed = _short(", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else ""))
            report.without.append(f"{hand_in.person.shown}: {listed or 'no file'}")
        whose = _whose(files, chosen)
        if len(tries) > 1 and chosen.notebooks:
            which = "last" if len(seen) == 1 else "last that has the lesson's notebook"
            when = f", of {whose.time:%Y-%m-%d %H:%M} UTC" if whose.time else ""
            report.attempts.append(
                f"{hand_in.person.shown} handed in {len(tries)} times: the {which} counts{when}."
            )
        return whose, chosen

    def _put(self, id_: str, person: Person, whose: Whose, chosen: Chosen, report: _Report) -> None:
        """Put what was chosen into the student's folder, in the place of what was there."""
        target = self.course / "submitted" / id_ / self.lesson
        if target.parent.is_symlink() or target.is_symlink():
            report.refused.append((person.shown, f"submitted/{id_} is a link"))
            return
        before = read_delivery(target)
        delivery = Delivery(
            platform=person.platform,
            number=person.number,
            name=writable(whose.name) or person.name,
            place=writable(whose.place),
            attachment=whose.attachment,
            time=whose.time.isoformat(timespec="seconds") if whose.time else "",
            late=whose.late,
        )
        if why := _keeps(before, delivery):
            report.refused.append((person.shown, why))
            return
        new = self.scratch / "new"
        put(chosen, self.lesson, new)
        write_delivery(new, delivery)
        if whose.time:
            text = f"{whose.time:%Y-%m-%d %H:%M:%S} UTC\n"
            (new / TIMESTAMP).write_text(text, encoding="utf-8")
        report.taken.append(id_)
        if whose.late:
            report.late.append(id_)
        if target.exists() and _same(new, target):
            report.unchanged += 1
            shutil.rmtree(new)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with interrupts_later():  # for a moment the earlier work is in the scratch folder alone
            if target.exists():
                report.replaced.append(id_)
                target.rename(self.scratch / "old")
            new.rename(target)
        shutil.rmtree(self.scratch / "old", ignore_errors=True)


def _whose(files: list[tuple[Whose, Member]], chosen: Chosen) -> Whose:
    """What the platform says of the last notebook that was chosen, or of its archive."""
    openers = {one.open for one, _ in chosen.notebooks}
    of_notebooks = [whose for whose, one in files if one.open in openers]
    of_archives = [whose for whose, one in files if one.name.lower().endswith(ARCHIVE)]
    found = of_notebooks or of_archives or [whose for whose, _ in files]
    return max(found, key=lambda whose: (len(whose.attachment), whose.attachment))


def _several(hand_in: HandIn, chosen: Chosen) -> list[str]:
    """Files with notebooks that lie side by side outermost, and only a name says whose they are.

    Whoever names a file can begin it with another's name; what lies in one folder is one student's.
    """
    places = sorted({whose.place for whose, _ in hand_in.files})
    apart = {one.parts[0] for one, _ in chosen.notebooks}
    return places[:SHOWN] if len(places) > 1 and len(apart) > 1 else []


def _keeps(before: Delivery | None, new: Delivery) -> str:
    """Why what is there stays: it is another student's, or newer; empty if it does not."""
    if before is None or before.platform != new.platform:
        return ""
    if before.number != new.number:
        return f"its folder has the work of number {before.number} in it"
    if before.time and new.time and before.time > new.time:
        return f"a newer one, of {before.time}, is here already"
    return ""


def _same(new: Path, there: Path) -> bool:
    """Whether two folders hold the same files; a time that a teacher has added makes no other."""
    names, known = ({path.name for path in folder.iterdir()} for folder in (new, there))
    if names != known and names | {TIMESTAMP} != known:
        return False
    if not all((there / name).is_file() for name in names):
        return False
    return all(filecmp.cmp(new / name, there / name, shallow=False) for name in names)
