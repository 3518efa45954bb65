"""nbgrader's exchange, where hand-ins are not as nbgrader's own commands leave them."""

from __future__ import annotations

import datetime
import glob
import os
import shutil
from collections import Counter
from fnmatch import fnmatch
from logging import Logger
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeList, ExchangeReleaseFeedback
from nbgrader.utils import ignore_patterns, notebook_hash

from gancourse.course.delivery import DELIVERY
from gancourse.course.secret import read_secret
from gancourse.grading.find import fits
from gancourse.grading.late import handed_in_at
from gancourse.text import printable

CHANGED = datetime.timedelta(minutes=5)
"""How much later than its time a hand-in's files may be written: copying them takes a while."""


class Collect(ExchangeCollect):
    """``nbgrader collect``, which takes plain files alone.

    Students can write into the folder that they have handed in. nbgrader's own follows links with
    the teacher's rights, to the solutions or to another's work, and ends where it cannot copy.
    """

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Find the last hand-in of each student; everybody can lay a folder there."""
        super().init_src()
        for record in self.src_records:
            if not fits(record["username"]):
                name = printable(record["filename"])
                self.log.error("%s: not collected: this is no student's name", name)
        self.src_records = [one for one in self.src_records if fits(one["username"])]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """What the name of a hand-in's folder says."""
        try:
            return super()._path_to_record(path)
        except (ValueError, OverflowError):
            self.log.warning("%s: its name holds no time; any other is newer.", printable(path))
            name = os.path.basename(path)
            student = name.rsplit("+", 3)[0]
            return {"username": student, "filename": name, "timestamp": datetime.datetime.min}

    def do_copy(self, src: str, dest: str, log: Logger | None = None) -> None:
        """Copy the plain files of one hand-in; say which were left out, and why."""
        leave = ignore_patterns(
            self.coursedir.ignore, self.coursedir.include, self.coursedir.max_file_size, self.log
        )

        def left_out(folder: str, names: list[str]) -> set[str]:
            plain = {name for name in names if _is_plain(Path(folder, name))}
            odd = {*names} - plain | ({*names} & {DELIVERY})
            for name in sorted(odd):
                why = "not collected: it is a link, or no file, or what only a platform can say"
                self.log.warning("%s: %s", printable(os.path.join(folder, name)), why)
            return odd.union(leave(folder, [name for name in names if name not in odd]))

        try:
            if os.path.islink(src):
                raise OSError("it is a link")
            if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
                raise OSError(f"it has more than {self.coursedir.max_dir_size} kB")
            shutil.copytree(src, dest, ignore=left_out, copy_function=_copy_plain)
            self._say_if_changed(Path(src), Path(dest))
        except OSError as error:
            self.log.error("%s: not collected: %s", printable(src), printable(str(error)))

    def _say_if_changed(self, source: Path, copied: Path) -> None:
        """Say if files are newer than the time that lies beside them: a student can write both."""
        said = handed_in_at(copied)
        changed = max((path.lstat().st_ctime for path in source.iterdir()), default=0.0)
        newest = datetime.datetime.fromtimestamp(changed, datetime.UTC).replace(tzinfo=None)
        if said and newest - said > CHANGED:
            self.log.warning(
                "%s: says that it was handed in at %s UTC, and was changed at %s UTC.",
                *(printable(str(source)), said, f"{newest:%Y-%m-%d %H:%M:%S}"),
            )


def _is_plain(path: Path) -> bool:
    return not path.is_symlink() and (path.is_dir() or path.is_file())


def _copy_plain(source: str, target: str) -> None:
    """Copy a file which was none of the others when it was looked at; it may have been replaced."""
    with open(source, "rb", opener=_no_link) as file, open(target, "wb") as copy:
        shutil.copyfileobj(file, copy)


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


class ReleaseFeedback(ExchangeReleaseFeedback):
    """``nbgrader release_feedback``, which one hand-in cannot end for all others.

    nbgrader's own needs a secret beside every page. Here a student without one is named, and so
    are two with the same: the page of one would replace that of the other.
    """

    def copy_files(self) -> None:
        """Copy pages into the exchange, each under a name that its student alone can work out."""
        pages = {path.parent.parent.name: path for path in self._pages()}
        secrets = {student: self._secret(student, page) for student, page in pages.items()}
        shared = {secret for secret, number in Counter(secrets.values()).items() if number > 1}
        excluded = set(self.coursedir.student_id_exclude.split(","))
        for student, page in pages.items():
            if student in excluded or not fnmatch(student, self.coursedir.student_id or "*"):
                continue
            name = printable(f"{student}, {page.stem}")
            if not secrets[student]:
                self.log.warning(
                    "%s: not released. It was not handed in through the exchange, or its secret is "
                    "damaged; give the page in another way: %s",
                    name,
                    page,
                )
            elif secrets[student] in shared:
                self.log.warning(
                    "%s: not released. Another student handed in with the same secret: the two "
                    "would get one page.",
                    name,
                )
            else:
                self._copy(page, notebook_hash(secret=secrets[student], notebook_id=page.stem))
                self.log.info("%s: released.", name)

    def _pages(self) -> list[Path]:
        """The pages of a lesson, of all students."""
        lesson = self.coursedir.assignment_id
        folder = self.coursedir.format_path(self.coursedir.feedback_directory, "*", lesson)
        return sorted(map(Path, glob.glob(os.path.join(folder, f"{lesson}.html"))))

    def _secret(self, student: str, page: Path) -> str:
        """The secret of what the page is about, not of what was collected since."""
        marked = self.coursedir.format_path(
            self.coursedir.autograded_directory, student, self.coursedir.assignment_id
        )
        return read_secret(page.parent) or read_secret(Path(marked))

    def _copy(self, page: Path, name: str) -> None:
        new = Path(self.dest_path, f"{name}-tmp.html")
        shutil.copyfile(page, new)
        new.chmod(0o664 if self.coursedir.groupshared else 0o644)
        new.replace(new.with_name(f"{name}.html"))


class ListExchange(ExchangeList):
    """What nbgrader finds in the exchange: nothing where there is none, and no error then."""

    def start(self) -> object:
        """List what was asked for."""
        return super().start() if os.path.isdir(self.root) else []
