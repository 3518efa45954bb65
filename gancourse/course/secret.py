"""The secret that nbgrader's exchange lays beside a hand-in: only its student and teacher know it.

``nbgrader release_feedback`` makes the name of a page's file of it, so only this student finds it.
"""

from __future__ import annotations

import re
from pathlib import Path

SECRET = "submission_secret.txt"
LONGEST = 512


def read_secret(folder: Path) -> str:
    """The secret of a hand-in; empty if there is none, or none that nbgrader could have written.

    Students can write into what they have handed in: a link may lead to another's secret, and
    nbgrader ends with an error for the whole class if one is empty or not text.
    """
    path = folder / SECRET
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="ascii", newline="") as file:
            text = file.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError):
        return ""
    # nbgrader writes 128 hexadecimal digits. Its hash is over all of the file: nothing is stripped.
    return text if re.fullmatch(rf"[A-Za-z0-9_+/=-]{{32,{LONGEST}}}", text) else ""
