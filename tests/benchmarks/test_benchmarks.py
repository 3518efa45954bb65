"""The benchmarks run and word what they measure. How fast anything is, is not tested."""

import nbformat
import pytest
import torch

from benchmarks import quality, training
from benchmarks.grading import contestants
from benchmarks.grading.race import race_table
from benchmarks.pages import put
from benchmarks.quality import MOVED, NOISY, Point
from benchmarks.sources import LOOPS, source
from gancourse.course.tidy import SKIP_TAG
from gancourse.grading.jobs import is_check
from ganlab.pictures import to_png
from ganlab.recipes import RECIPES

LANDMARKS = {MOVED: 2.0, NOISY: 15.0}


def points():
    """Two seeds of two recipes; the course's passes both landmarks, the noisy one at 5 s."""
    distances = {"minimal": (400, 300, 200), "minimal-course": (30, 10, 1)}
    return [
        Point(name + twin, seed, seconds, 100 * seconds, distance + seed, 0.5)
        for name in quality.SYSTEMS
        for twin in ("", "-course")
        for seed in (0, 1)
        for seconds, distance in zip(
            (2, *quality.SHOWN),
            [*distances[f"minimal{twin}"], *[distances[f"minimal{twin}"][-1]] * 3],
            strict=True,
        )
    ]


def test_the_five_systems_of_the_course_have_their_tutorials_loop():
    assert set(LOOPS) == set(quality.SYSTEMS) == {name for name, _ in training.SYSTEMS}
    assert all(RECIPES[name].published for name in LOOPS)


@pytest.mark.parametrize("name", LOOPS)
def test_a_tutorials_loop_trains(name, tmp_path):
    tutorial = source(name, "small" if name == "dcgan" else "published", tmp_path)
    with torch.random.fork_rng():
        tutorial.make_step()
        tutorial.make_step()
    assert tutorial.seconds_in_data > 0


def test_a_row_of_the_speed_table_fits_its_columns():
    row = training.Row("minimal", 0.004, 0.3, 0.002, training.Mode(), 0.001, 60, 1e8, 5e-4)
    cells = dict(zip(training.COLUMNS, row.cells(), strict=True))
    assert (cells["images a second"], cells["of the floor"]) == ("60,000", "50%")
    assert row.cells()[4] == "2.00"  # the trainer's ratio
    assert row.cells()[7] == "4.00"  # and in the quickest way


def test_the_quality_table_says_when_a_landmark_was_passed_for_good():
    own = [point for point in points() if point.recipe == "minimal-course"]
    assert quality.seconds_to(own, 15.0) == "5 s"
    assert quality.seconds_to(own, 2.0) == "10 s"
    back = [*own, own[-1]._replace(seconds=90, distance=40.0)]
    assert quality.seconds_to(back, 15.0) == "not reached"
    lines = quality.table(points(), LANDMARKS).splitlines()
    assert len(lines) == 2 + 2 * len(quality.SYSTEMS)
    assert all(line.count("|") == lines[0].count("|") for line in lines)


def test_the_quality_picture_is_small(tmp_path):
    picture = to_png(quality.picture(points(), LANDMARKS), alt="Distances over time, five panels.")
    assert len(picture) < 60_000


def test_a_training_is_measured_at_its_moments():
    measured = quality.trained("minimal-course", seed=0, seconds=2)
    assert [point.seconds for point in measured] == [2]
    assert measured[0].steps > 10
    assert measured[0].distance > 0


def test_the_class_for_the_graders_is_mixed_and_goes_to_two_processes():
    handed_in = contestants.pupils(8)
    assert len({nbformat.writes(nb) for nb in handed_in.values()}) == len(contestants.KINDS)
    halves = {letter: [name for name in handed_in if name[0] == letter] for letter in "ab"}
    assert [len(names) for names in halves.values()] == [4, 4]


def test_otter_gets_the_same_cells_and_a_test_for_each_check():
    (nb,) = contestants.pupils(1).values()
    other = contestants.as_otter(nb)
    tests = [t for cell in other.cells for t in cell.metadata.get("otter", {}).get("tests", ())]
    assert tests == [c.metadata.nbgrader.grade_id for c in filter(is_check, nb.cells)]
    assert not any("graders.check" in cell.source for cell in other.cells)
    ignored = [cell.id for cell in other.cells if "otter_ignore" in cell.metadata.get("tags", ())]
    assert ignored == [c.id for c in nb.cells if SKIP_TAG in c.metadata.get("tags", ())]


def test_the_race_is_measured_against_nbgrader_as_it_comes():
    seconds = {"slow/class": [40.0], "slow/one": [10.0], "quick/class": [8.0], "quick/one": [5.0]}
    last = race_table(seconds, {"slow": 4, "quick": 7}).splitlines()[-1]
    assert last == "| quick | 1.14 | 1.14 to 1.14 | 8.8 | 5.0 | 0.50 | 20.0 |"


def test_a_table_takes_its_place_in_the_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- table: few images -->\nold\n<!-- end -->\nafter\n")
    put(page, few_images="| new |")
    put(page, few_images="| newer |")
    assert page.read_text() == (
        "before\n<!-- table: few images -->\n\n| newer |\n\n<!-- end -->\nafter\n"
    )
    with pytest.raises(ValueError, match="marker of the table 'speed' once"):
        put(page, speed="")
