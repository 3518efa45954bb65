"""When work was handed in, and what being late costs: nbgrader's plugin, tried before it counts."""

from __future__ import annotations

import datetime
import math
import re
from difflib import get_close_matches
from pathlib import Path

from nbgrader.api import SubmittedAssignment
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets import TraitError
from traitlets.config import Config

from gancourse.course.delivery import TIMESTAMP
from gancourse.course.places import CONFIG
from gancourse.errors import CourseError

ALIKE = 0.75
"""How like two names are, from 0 to 1, of which one may be the other misspelt."""

DAY = 86_400

LONGEST_TIMESTAMP = 100


class Penalties:
    """The late penalty that a course's settings ask for.

    Args:
        config: The settings: ``c.AssignLatePenalties``, and those of the plugin's class.

    Raises:
        CourseError: They name a class or a setting that does not exist.
    """

    def __init__(self, config: Config) -> None:
        try:
            step = AssignLatePenalties(config=config)
            step.init_plugin()
        except TraitError as error:
            why = re.sub(r"<\S*?(\w+) object at \w+>", r"\1", str(error)).rstrip(".")
            raise CourseError(f"{CONFIG}: the late penalty is not right: {why}.") from error
        except Exception as error:  # a plugin is somebody's own code
            raise CourseError(f"{CONFIG}: the late penalty cannot begin: {_why(error)}.") from error
        self.plugin: BasePlugin = step.plugin_inst
        _refuse_misspelt(config, [AssignLatePenalties, *type(self.plugin).__mro__])

    def try_on(self, student: str) -> None:
        """Ask once for the penalty of a student: what fails for one would fail for a class.

        Raises:
            CourseError: The plugin fails, or answers with something that is no number.
        """
        try:
            self.of(student, 1.0, DAY)
        except Exception as error:
            raise CourseError(
                f"{CONFIG}: the late penalty of {type(self.plugin).__name__} cannot be worked out: "
                f"{_why(error)}."
            ) from error

    def of(self, student: str, score: float, seconds_late: float) -> float | None:
        """The points that are taken off, to 2 decimals, at most all; None if there is no penalty.

        Args:
            student: The student's id.
            score: The points earned.
            seconds_late: How much too late the work was handed in.

        Raises:
            Exception: Whatever the plugin raises.
            ValueError: It answers with something that is no number.
        """
        if seconds_late <= 0:
            return None
        penalty = self.plugin.late_submission_penalty(student, score, seconds_late)
        if penalty is None:
            return None
        if not math.isfinite(float(penalty)):
            raise ValueError(f"it is {penalty}")
        return min(max(0.0, round(float(penalty), 2)), score)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _refuse_misspelt(config: Config, classes: list[type]) -> None:
    """Refuse settings that nbgrader would pass over without a word.

    Raises:
        CourseError: One is like a right one, and is not it.
    """
    right = {
        one.__name__: set(one.class_trait_names(config=True))
        for one in classes
        if hasattr(one, "class_trait_names")
    }
    for section in config:
        if section not in right:
            if near := get_close_matches(section, right, cutoff=ALIKE):
                raise CourseError(
                    f"{CONFIG}: `c.{section}` is no class that late penalties are worked out with; "
                    f"`c.{near[0]}` is."
                )
            continue
        for name in sorted(config[section].keys() - right[section]):
            near = get_close_matches(name, right[section], n=1, cutoff=0)
            raise CourseError(
                f"{CONFIG}: there is no setting `c.{section}.{name}`"
                + (f"; `c.{section}.{near[0]}` is one." if near else ".")
            )


def seconds_late(submission: SubmittedAssignment) -> float:
    """How long after its date a submission came; 0 if it was in time, or if that is not known."""
    return float(submission.total_seconds_late) if submission.assignment.duedate else 0.0


def handed_in_at(submitted: Path) -> datetime.datetime | None:
    """When a submission was handed in, if nbgrader's file says so."""
    path = submitted / TIMESTAMP
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST_TIMESTAMP).strip()
        return parse_utc(text) if text else None
    except (OSError, ValueError, ArithmeticError):
        return None
