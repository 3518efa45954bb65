"""Reads a download, a zip file or a folder, whatever strangers have put into it.

Nothing is unpacked before it is asked for. A file that is bad in any way costs itself alone, and is
named: the download goes on without it.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO

from gancourse.errors import CourseError
from gancourse.grading.read import MOST_MEGABYTES, WHOLE_MEGABYTES
from gancourse.sandbox.limits import MEGABYTE
from gancourse.text import writable

ARCHIVE = ".zip"

LARGEST_BYTES = MOST_MEGABYTES * MEGABYTE
"""Of a file, and of all that one student's files hold: grading reads no larger one."""

MOST_MEMBERS = 100_000
"""How many files a student's own archives may hold, all together."""

MOST_GROWTH = 200
"""How many times its own size a file may fill when it is unpacked; notebooks fill about 10."""

DEEPEST = 3
"""How many archives may lie in each other."""

LONGEST_NAME = 200
"""Bytes of a file's name; systems allow a little more."""

SHADOWS = {
    *("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"),
    *(".ipynb_checkpoints", "__pycache__", ".git"),
}
"""What systems and tools leave in folders: nobody's work."""


class Unreadable(ValueError):
    """A file or an archive is not read. The text says why, as the end of a sentence."""


@dataclass(frozen=True)
class Member:
    """A file in a download.

    Attributes:
        parts: Its path, outermost folder first, as the download spells it; never one that leads
            out of the download.
        packed: How many bytes it has in the download.
        open: Opens it to be read. It may fail in any way.
    """

    parts: tuple[str, ...]
    packed: int
    open: Callable[[], IO[bytes]]

    @property
    def place(self) -> str:
        """Its path, to be shown."""
        return "/".join(self.parts)

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.parts[-1]


@dataclass
class Contents:
    """What is in a download.

    Attributes:
        members: The files, in the order of their names.
        left_out: What is no file that can be read: a sentence each.
        repositories: Folders that are clones of Git.
    """

    members: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    repositories: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, name: str, packed: int, opened: Callable[[], IO[bytes]], *, link: bool) -> None:
        """Take a file in, unless it is a link or the shadow of another one."""
        parts = split(name)
        if ".git" in parts:
            self.repositories.add(parts[: parts.index(".git")])
        if any(part in SHADOWS or part.startswith("._") for part in parts):
            return
        if link:
            self.left_out.append(f"{name} was left out: it is a link.")
        elif not parts:
            self.left_out.append("A file without a name was left out.")
        else:
            self.members.append(Member(parts, packed, opened))


def split(name: str) -> tuple[str, ...]:
    """The folders and the name of a path, without what leads out of a folder or names a drive."""
    parts = re.split(r"[/\\]+", re.sub(r"^[A-Za-z]:", "", name))
    return tuple(part for part in parts if part.strip(". "))


def safe_name(name: str) -> str:
    """A file's name as every system can keep it."""
    name = re.sub(r"[\x00-\x1f\x7f:*?\[\]<>|\"/\\]", "_", writable(name))
    return name.encode()[-LONGEST_NAME:].decode(errors="ignore").strip(". ") or "_"


@contextlib.contextmanager
def opened(source: Path) -> Iterator[Contents]:
    """What is in a zip file or a folder; its files can be read until the block ends.

    Raises:
        CourseError: It is neither, or cannot be read at all.
    """
    if source.is_dir():
        yield _folder(source)
        return
    if not source.exists():
        raise CourseError(f"There is no {source}.")
    if not zipfile.is_zipfile(source):
        raise CourseError(f"{source} is neither a folder nor a zip file.")
    try:
        archive = zipfile.ZipFile(source)
    except Exception as error:  # damaged archives fail in many ways
        raise CourseError(f"The zip file {source} cannot be read: {error}.") from error
    with archive:
        yield _zip(archive)


def _folder(folder: Path) -> Contents:
    contents = Contents()
    for root, folders, files in os.walk(folder):
        below = Path(root).relative_to(folder)
        for name in [*folders, *files]:
            path = Path(root, name)
            link = path.is_symlink()
            if name in files or link:
                packed = 0 if link else path.stat().st_size
                contents.add((below / name).as_posix(), packed, partial(_open, path), link=link)
            elif name == ".git":
                contents.repositories.add(below.parts)
        folders[:] = sorted(name for name in folders if name not in SHADOWS)
    contents.members.sort(key=lambda one: one.parts)
    return contents


def _open(path: Path) -> IO[bytes]:
    """Open a plain file; a pipe or a device would never end."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Unreadable("it is no plain file")
    return path.open("rb")


def _zip(archive: zipfile.ZipFile) -> Contents:
    contents = Contents()
    for one in archive.infolist():
        if one.filename.endswith("/"):
            continue
        link = stat.S_ISLNK(one.external_attr >> 16)
        contents.add(one.filename, one.compress_size, partial(archive.open, one), link=link)
    contents.members.sort(key=lambda one: one.parts)
    return contents


@dataclass
class Unpacker:
    """Copies a student's files into a folder of its own, and opens the student's archives.

    Attributes:
        scratch: The folder. What is in it may be thrown away at any time.
        room: How many bytes may still be copied.
        left_out: What could not be read: sentences.
    """

    scratch: Path
    room: int = LARGEST_BYTES
    left_out: list[str] = field(default_factory=list)
    _count: int = 0
    _members: int = 0
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def copy(self, member: Member) -> Path | None:
        """A copy of a file; None if it cannot be read, which is then said."""
        self._count += 1
        target = self.scratch / str(self._count)
        try:
            self._write(member, target)
        except Exception as error:  # damaged archives fail in many ways
            target.unlink(missing_ok=True)
            why = str(error) if isinstance(error, Unreadable) else "it is damaged or locked"
            self.left_out.append(f"{member.place} was left out: {why}.")
            return None
        return target

    def _write(self, member: Member, target: Path) -> None:
        most = min(self.room, max(WHOLE_MEGABYTES * MEGABYTE, MOST_GROWTH * member.packed))
        with member.open() as file, target.open("wb") as copy:
            while block := file.read(1 << 20):
                self.room -= len(block)
                most -= len(block)
                if most < 0:
                    raise Unreadable("it fills far more space than such files do")
                copy.write(block)

    def inside(self, members: list[Member], depth: int = 0) -> Iterator[Member]:
        """The files, and in the place of an archive those in it."""
        for member in members:
            if not member.name.lower().endswith(ARCHIVE):
                yield member
            elif depth == DEEPEST:
                self.left_out.append(f"{member.place} was left out: it lies too deep.")
            elif path := self.copy(member):
                yield from self._unpacked(member, path, depth)

    def _unpacked(self, member: Member, path: Path, depth: int) -> Iterator[Member]:
        try:
            self._members += _entries(path)
            if self._members > MOST_MEMBERS:
                raise Unreadable(f"with it there are more than {MOST_MEMBERS:,} files")
            contents = _zip(self._open.enter_context(zipfile.ZipFile(path)))
        except Exception as error:  # as above
            why = str(error) if isinstance(error, Unreadable) else "it is damaged"
            self.left_out.append(f"{member.place} was left out: {why}.")
            return
        self.left_out += [f"In {member.place}: {one}" for one in contents.left_out]
        inner = [
            replace(one, parts=(*member.parts[:-1], member.name[: -len(ARCHIVE)], *one.parts))
            for one in contents.members
        ]
        yield from self.inside(inner, depth + 1)

    def __enter__(self) -> Unpacker:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()


def _entries(path: Path) -> int:
    """At least as many as an archive's table has entries; to read that table takes memory."""
    with path.open("rb") as file:
        blocks = iter(partial(file.read, 1 << 20), b"")
        return sum(block.count(b"PK\1\2") for block in blocks)
