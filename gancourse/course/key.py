"""The course's secret."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from gancourse.errors import CourseError

KEY = "grading.key"
KEY_BYTES = 32


def course_key(course: Path) -> bytes:
    """The course's secret. It is made at the first grading; keep it with the gradebook.

    The inputs of every student's checks are drawn from it: with it, a mark can be made again.

    Raises:
        CourseError: The file holds no whole key.
    """
    path = course / KEY
    with contextlib.suppress(FileExistsError):
        new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(new, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
        except OSError:  # a full disk would leave half of it
            path.unlink()
            raise
    key = path.read_bytes().strip()
    if len(key) < 2 * KEY_BYTES:
        raise CourseError(
            f"{path} holds no whole key. Put back the copy that you keep; if there is none, "
            "delete the file: everybody's inputs are then drawn anew."
        )
    return key
