"""Write the limits that hold in this course, as a table, into docs/grading.md. Measures nothing."""

from __future__ import annotations

from pathlib import Path

from benchmarks.pages import DOCS, put
from gancourse.course.places import course_root
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


if __name__ == "__main__":
    put(DOCS / "grading.md", limits=limits_table(course_root()))
