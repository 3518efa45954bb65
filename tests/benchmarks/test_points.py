"""The page on points shows the weights of the checks as they are."""

from benchmarks.pages import DOCS
from benchmarks.points import points_table


def test_the_page_lists_the_weights_that_hold():
    page = (DOCS / "points.md").read_text(encoding="utf-8")
    assert f"<!-- table: points -->\n\n{points_table()}\n\n<!-- end -->" in page


def test_what_an_exercise_is_about_stands_out():
    assert "2. **its layers with parameters** | 2 |" in points_table()
    assert "1. its parameters | (−1) |" in points_table()
