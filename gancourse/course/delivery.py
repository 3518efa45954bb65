"""How a hand-in came here: what its learning platform said of it, kept beside it.

``submitted/STUDENT/LESSON/delivery.json``. Without it the way back to the platform is not known.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from gancourse.course.files import replacing

DELIVERY = "delivery.json"
TIMESTAMP = "timestamp.txt"
"""Where nbgrader reads when something was handed in."""

LARGEST_BYTES = 100_000


@dataclass(frozen=True)
class Delivery:
    """One hand-in, as a platform named it.

    Attributes:
        platform: The platform's name as in ``students.csv``: ``moodle``, ``canvas``; or ``folder``.
        number: The student's number or id there.
        name: The student's name there, for reading.
        place: The name that the platform gave to the student's folder or file.
        attachment: The platform's number of this very file or try, where it has one.
        time: When it was handed in, as ISO 8601 in UTC; empty if the platform does not say.
        late: Whether the platform called it late.
    """

    platform: str
    number: str = ""
    name: str = ""
    place: str = ""
    attachment: str = ""
    time: str = ""
    late: bool = False


def read_delivery(folder: Path) -> Delivery | None:
    """What is known of the hand-in in a folder; None if nothing is, or if it cannot be read."""
    path = folder / DELIVERY
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST_BYTES:
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    known = {one.name: found[one.name] for one in fields(Delivery) if one.name in found}
    if any(type(value) is not (bool if name == "late" else str) for name, value in known.items()):
        return None
    return Delivery(**{"platform": ""} | known)


def write_delivery(folder: Path, delivery: Delivery) -> None:
    """Keep what a platform said of a hand-in.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(folder / DELIVERY) as file:
        file.write(json.dumps(asdict(delivery), indent=1, ensure_ascii=False) + "\n")
