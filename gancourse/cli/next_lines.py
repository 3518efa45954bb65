"""What to type next."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def next_lines(folder: Path, *commands: str) -> str:
    """Lines that lead into a folder and call `gancourse` there, as they can be typed here."""
    from gancourse.student.notebooks import typed

    here = shutil.which("gancourse") is not None
    gancourse = "gancourse" if here else f"{shlex.quote(sys.executable)} -m gancourse"
    into = [] if folder.resolve() == Path.cwd() else [f"  cd {typed(folder)}"]
    return "\n".join(["", "Next, type:", *into, *(f"  {gancourse} {one}" for one in commands)])
