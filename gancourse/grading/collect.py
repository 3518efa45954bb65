"""Sorts what a learning platform hands out into ``submitted/``, by student.

nbgrader's own ``zip_collect`` does it, with two plug-ins of ours: one that unpacks archives from
strangers with care, and one that reads the names which platforms give to folders and files:

    Moodle   Ada Allright_123456_assignsubmission_file_/lesson.ipynb, or the same without a folder
    Canvas   allrightada_LATE_1234_5678_lesson.ipynb
    plain    ada-allright/lesson.ipynb, or ada-allright_lesson.ipynb

The outermost folder decides whose work a file is: nobody can hand in under another's name.
"""

from __future__ import annotations

import lzma
import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Dict, List
from traitlets.config import Config

from gancourse.course.places import find_graded_lessons, release_path
from gancourse.course.settings import load_config, quiet_nbgrader
from gancourse.errors import CourseError
from gancourse.grading.read import MOST_MEGABYTES, WHOLE_MEGABYTES
from gancourse.sandbox.limits import MEGABYTE
from gancourse.text import printable, writable

LARGEST_BYTES = MOST_MEGABYTES * MEGABYTE
MOST_FILES = 100_000
LONGEST_FILE_NAME = 200
"""Bytes of a file's name: less than systems allow, so that nbgrader can add to it."""
MOST_GROWTH = 200
"""How many times its own size an archive may fill when it is unpacked; notebooks fill about 10."""

NOTEBOOK, MODULE = ".ipynb", ".py"
ARCHIVE = ".zip"


@dataclass(frozen=True)
class Platform:
    """How a learning platform names the file or folder of one student.

    Attributes:
        pattern: The name, with the groups ``name`` and ``number`` of the student and ``rest``: what
            the student called the file.
        number_belongs_to_the_name: Whether the number always becomes a part of the student's name.
            If not, it does so only where students in one download have the same name.
    """

    pattern: re.Pattern[str]
    number_belongs_to_the_name: bool


PLATFORMS = {
    "Moodle": Platform(
        re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_file_?(?P<rest>.*)", re.DOTALL),
        number_belongs_to_the_name=False,
    ),
    "Canvas": Platform(
        re.compile(r"(?P<name>[^_]+)(_LATE)?_(?P<number>\d{3,})_\d{3,}_(?P<rest>.+)", re.DOTALL),
        number_belongs_to_the_name=True,
    ),
}

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError),
    OSError,  # also of two names that do not fit beside each other
)


def collect(course: Path, lesson: str, source: Path) -> list[str]:
    """Put the submissions of one lesson into ``submitted/STUDENT/LESSON/``.

    What a student in the download has handed in before is replaced.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.
        source: The zip file or the folder that the learning platform gave.

    Returns:
        What was done: a sentence for each student, and for each file that was left out.

    Raises:
        CourseError: There is no such lesson, or the source cannot be read or trusted.
    """
    course = course.resolve()
    (lesson,) = find_graded_lessons(course, [lesson])
    if not release_path(course, lesson).exists():
        raise CourseError(f"{lesson} has not been released; run `gancourse release` first.")
    if not source.is_dir() and not zipfile.is_zipfile(source):
        raise CourseError(f"{source} is neither a folder nor a zip file.")
    with tempfile.TemporaryDirectory() as scratch, quiet_nbgrader():
        archive = Path(scratch) / lesson / "archive"
        if source.is_dir():
            archive.parent.mkdir()
            archive.symlink_to(source.resolve(), target_is_directory=True)
        else:
            archive.mkdir(parents=True)
            shutil.copy(source, archive / "download.zip")
        settings = Config()
        settings.CourseDirectory.assignment_id = lesson
        settings.ZipCollectApp.collect_directory_structure = os.path.join(
            scratch, "{assignment_id}", "{collect_step}"
        )
        settings.ZipCollectApp.extractor_plugin = CarefulExtractor
        settings.ZipCollectApp.collector_plugin = PlatformCollector
        settings.ZipCollectApp.force = True
        config = load_config(course, settings)
        app = ZipCollectApp(config=config, coursedir=CourseDirectory(config=config))
        app.log.disabled = True
        app.init_plugins()
        try:
            app.extract_archive_files()
            app.process_extracted_files()
        except SystemExit:
            raise CourseError(f"nbgrader could not collect {source}.") from None
        finally:
            app.log.disabled = False
    extractor, collector = app.extractor_plugin_inst, app.collector_plugin_inst
    taken = [f"{student}: {', '.join(sorted(files))}" for student, files in collector.taken.items()]
    if not taken:
        raise CourseError(f"There is no notebook of a student in {source}.")
    return [printable(line) for line in [*sorted(taken), *extractor.left_out, *collector.left_out]]


class CarefulExtractor(ExtractorPlugin):
    """Unpacks notebooks, and archives of notebooks, whatever strangers have put into them.

    Only notebooks and modules are taken, and plain files at that: no links, no path that leads
    out, nothing that is much larger than it looks.

    Attributes:
        left_out: What was not taken: plain sentences.
    """

    left_out: List[str] = List()

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Bring notebooks and modules from one folder into another; zip files are opened."""
        source, target = Path(archive_path), Path(extracted_path)
        for path in sorted(source.rglob("*")):
            place = path.relative_to(source)
            if path.is_symlink() or not path.is_file():
                continue
            if path.suffix.lower() in (NOTEBOOK, MODULE):
                try:
                    with path.open("rb") as file:
                        self._copy(
                            file, target / _safe(place.as_posix()), str(place), LARGEST_BYTES
                        )
                except OSError as error:
                    self.left_out.append(f"{place} was left out: {error.strerror}.")
            elif path.suffix.lower() == ARCHIVE:
                # A download in itself lies at the top; an archive that a student made does not.
                whole = len(list(source.iterdir())) == 1 and len(place.parts) == 1
                inner = target if whole else target / _safe(place.with_suffix("").as_posix())
                try:
                    self._unpack(path, inner, nested=not whole)
                except _DAMAGED as error:
                    if whole:
                        raise CourseError(f"The zip file cannot be read: {error}.") from error
                    self.left_out.append(f"{place} was left out: it is damaged or too large.")

    def _unpack(self, path: Path, target: Path, *, nested: bool = False) -> None:
        room = max(WHOLE_MEGABYTES * MEGABYTE, MOST_GROWTH * path.stat().st_size)
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES:
                raise ValueError(f"it holds {len(members)} files")
            for member in members:
                place = PurePosixPath(_safe(member.filename))
                if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16):
                    continue
                suffix = place.suffix.lower()
                if suffix in (NOTEBOOK, MODULE) or (suffix == ARCHIVE and not nested):
                    try:
                        with archive.open(member) as file:
                            room -= self._copy(file, target / place, member.filename, room)
                    except (OSError, RecursionError) as error:
                        why = getattr(error, "strerror", None) or "it is damaged"
                        self.left_out.append(f"{member.filename} was left out: {why}.")
                if room < 0:
                    raise ValueError("it fills far more space than such files do")
                inner = target / place
                if suffix == ARCHIVE and not nested and inner.exists():
                    try:
                        self._unpack(inner, inner.with_suffix(""), nested=True)
                    except _DAMAGED:
                        self.left_out.append(
                            f"{member.filename} was left out: it is damaged or too large."
                        )
                    inner.unlink()

    def _copy(self, file: IO[bytes], target: Path, name: str, room: int) -> int:
        """Copy a file if it is not too large; return how many bytes were read."""
        target.parent.mkdir(parents=True, exist_ok=True)
        most = min(LARGEST_BYTES, room)
        count = 0
        with target.open("wb") as copy:
            while (block := file.read(1 << 20)) and count <= most:
                count += len(block)
                copy.write(block)
        if count > most:
            target.unlink()
        if count > LARGEST_BYTES:
            self.left_out.append(
                f"{name} was left out: it has more than {MOST_MEGABYTES} megabytes."
            )
        return count


class PlatformCollector(FileNameCollectorPlugin):
    """Reads from the names of folders and files whose work a notebook is.

    Attributes:
        taken: The files of each student.
        left_out: What was not taken: plain sentences.
    """

    taken: Dict[str, list[str]] = Dict()
    left_out: List[str] = List()

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Say whose a file is and what it is called; None if that cannot be told."""
        place = Path(submitted_file).relative_to(self._root())
        if place.suffix.lower() not in (NOTEBOOK, MODULE):
            return None
        student, file = self._read(place)
        if not student:
            self.left_out.append(f"{place} was left out: its name does not say whose it is.")
            return None
        if file in self.taken.setdefault(student, []):
            self.left_out.append(f"{place} was left out: {student} has another {file}.")
            return None
        self.taken[student].append(file)
        return {"student_id": student, "file_id": file}

    def _read(self, place: Path) -> tuple[str, str]:
        """The name of the student's folder, empty if unknown, and the name of the file."""
        first, alone = place.parts[0], len(place.parts) == 1
        for platform in PLATFORMS.values():
            if match := platform.pattern.fullmatch(first):
                student = student_name(match["name"])
                if platform.number_belongs_to_the_name or len(self.numbers[student]) > 1:
                    student = f"{student}-{match['number']}"
                return student, match["rest"] if alone else place.name
        if not alone:
            return student_name(first), place.name
        # The lesson's own name has an underscore in it.
        at = first.casefold().rfind(f"_{self.parent.coursedir.assignment_id}".casefold())
        name, _, file = (first[:at], "", first[at + 1 :]) if at > 0 else first.partition("_")
        return (student_name(name), file) if file else ("", first)

    @cached_property
    def numbers(self) -> dict[str, set[str]]:
        """The numbers that each name comes with, where they do not belong to it.

        More than one number, more students.
        """
        numbers = defaultdict(set)
        for path in self._root().iterdir():
            for platform in PLATFORMS.values():
                match = platform.pattern.fullmatch(path.name)
                if match and not platform.number_belongs_to_the_name:
                    numbers[student_name(match["name"])].add(match["number"])
        return numbers

    def _root(self) -> Path:
        return Path(self.parent._format_collect_path(self.parent.extracted_directory))


def student_name(name: str) -> str:
    """A name as the name of a student's folder: ``Ada Allright`` is ``ada-allright``."""
    # A Mac writes é as e and an accent: by another computer the student is the same.
    name = unicodedata.normalize("NFC", name.casefold())
    words = "".join(c if _in_names(c) else " " for c in name).split()
    return "-".join(words).strip("-.")


def _in_names(character: str) -> bool:
    accent = unicodedata.category(character).startswith("M")
    return accent or character.isalnum() or character in "-'._"


def _safe(name: str) -> str:
    """A path from an archive, without what leads out of a folder, names a drive or is too long."""
    parts = re.split(r"[/\\]+", name)
    safe = (_last_bytes(re.sub(r"[\x00-\x1f\x7f:*?\[\]<>|\"]", "_", part)) for part in parts)
    return "/".join(part for part in safe if part.strip(". ")) or "_"


def _last_bytes(name: str) -> str:
    """The end of a name, as long as a file's name can be."""
    return os.fsencode(writable(name))[-LONGEST_FILE_NAME:].decode(errors="ignore")
