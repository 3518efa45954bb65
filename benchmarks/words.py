"""The words by which tests and benchmarks know the parts of a lesson.

The program itself knows them by ids and metadata. A translation changes these, and nothing else in
code: docs/translating.md.
"""

import re

PROMPT = re.compile(r"### Exercise (?P<number>\d+\.\d+) · (?P<name>.+)")
"""The first line of an exercise's prompt."""

EFFORT = re.compile(
    r"difficulty [1-5]/5 · importance [1-5]/5 · about (?P<minutes>\d+) min · "
    r"(?:(?P<points>\d+) points?|no points)"
)
"""The second line of a prompt."""

HINTS = [r"Hint 1: .+", r"Hint 2: .+"]
"""The summaries of a prompt's two hints."""

STATED = re.compile(
    r"^Time: about (\d+) minutes(?:, and (\d+) more for what is folded)?\. ", re.MULTILINE
)
"""The title's line of minutes: on the main way, and for what is folded."""

STATED_EXAMPLE = "Time: about 55 minutes, and 10 more for what is folded. "

POINTS = "Points:"
"""How the title's line of points begins, in a lesson that brings points."""

OPTIONAL = "Optional. Nothing here is graded."
"""The title's line in a lesson that brings none."""

TRAINS = re.compile(r"# .*\babout (\d+) s\b")
"""The first line of a cell that trains."""
