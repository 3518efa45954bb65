"""The limits that hold in a course, as a table."""

from __future__ import annotations

from pathlib import Path

from gancourse.course.settings import load_config
from gancourse.sandbox.limits import Limits


def limits_table(course: Path) -> str:
    """What one submission may use, in the sandbox, under the settings of a course."""
    limits = Limits(config=load_config(course))
    traits = limits.traits(config=True)
    rows = [[f"`{name}`", str(value), traits[name].help] for name, value in limits.table().items()]
    return "\n".join(
        "| " + " | ".join(row) + " |"
        for row in [["setting", "value", "what it limits"], ["---", "---:", "---"], *rows]
    )
