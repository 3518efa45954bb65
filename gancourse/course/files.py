"""Files that are whole or not there: a full disk or a kill leaves the old one."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def replacing(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A new text file that takes the place of another one; line breaks are written as they come.

    Raises:
        OSError: It cannot be written; the old file stays.
    """
    with taking_its_place(path) as new, new.open("w", newline="", encoding=encoding) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def taking_its_place(path: Path) -> Iterator[Path]:
    """Where to write a file that takes the place of another one when the block ends.

    Where ``path`` is a link, the file that it leads to is replaced.

    Raises:
        OSError: It cannot take its place; the old file stays.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.name}.new")
    try:
        yield new
        if target.exists():
            shutil.copymode(target, new)
        new.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
