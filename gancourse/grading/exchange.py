"""nbgrader's exchange, where it meets hand-ins that have not come through it."""

from __future__ import annotations

import glob
import os
import shutil
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from nbgrader.exchange.default import ExchangeList, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from gancourse.course.secret import read_secret
from gancourse.text import printable


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
