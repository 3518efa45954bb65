"""The published checks accept the course's own networks and miss what they are known to miss."""

import pytest

from benchmarks.catalogue import ITEMS, Answer, answers
from benchmarks.trust import published
from benchmarks.trust.answer_cells import answer_cells


@pytest.mark.parametrize("name", published.CHECKS)
def test_the_solutions_pass(name, tmp_path):
    cell = answer_cells()[name]
    path = tmp_path / name / "right_solution.py"
    path.parent.mkdir()
    path.write_text(f"{cell.imports}\n\n{cell.source}")
    assert published.accepts(Answer(path))


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("get_noise/wrong_uniform", False),  # the deviation is 0.29
        ("get_noise/wrong_mean_one", True),  # the mean is not looked at
        ("get_discriminator_block/wrong_default_slope", False),
        ("Discriminator/wrong_sigmoid", False),  # a fifth module
        ("get_disc_loss/wrong_no_detach", False),
        ("get_gen_loss/wrong_cuda", False),
    ],
)
def test_what_they_notice(name, accepted):
    (answer,) = (one for one in answers() if one.name == name)
    assert published.accepts(answer) is accepted


def test_each_belongs_to_an_item():
    assert set(published.CHECKS) <= set(ITEMS)


def test_the_table_has_a_row_for_each_and_their_sum():
    tallies = [published.Tally("one", 8, 1, 20, 15), published.Tally("two", 8, 0, 20, 5)]
    last = published.table(tallies).splitlines()[-1]
    assert last.split() == ["all", "40", "20", "16", "1"]


def test_only_the_items_that_are_named_are_looked_at():
    assert [tally.item for tally in published.run(["get_noise", "denorm"])] == ["get_noise"]
