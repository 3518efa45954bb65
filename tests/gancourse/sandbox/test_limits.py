"""The guide shows the limits of submissions as they are."""

from benchmarks.grading.limits import limits_table
from benchmarks.pages import DOCS
from gancourse.course.places import course_root
from gancourse.course.settings import CONFIG


def test_the_guide_lists_the_limits_that_hold():
    page = (DOCS / "grading.md").read_text(encoding="utf-8")
    table = limits_table(course_root())
    assert f"<!-- table: limits -->\n\n{table}\n\n<!-- end -->" in page


def test_the_table_of_limits_has_the_settings_of_the_course(tmp_path):
    (tmp_path / CONFIG).write_text("c = get_config()\nc.Limits.cell_seconds = 77\n")
    assert "| `cell_seconds` | 77 | " in limits_table(tmp_path)
    assert "| `cell_seconds` | 77 | " not in limits_table(course_root())
