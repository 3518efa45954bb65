"""The patients of lesson 05: each shows the sign of its own illness, and of no other."""

import itertools
import re

import matplotlib.pyplot as plt
import pytest
import torch

from ganlab import clinic, draw
from ganlab.data import load_digits
from ganlab.patients import PARTS, PATIENTS, Gan
from ganlab.pictures import to_png
from graders.lesson_05.diagnoses import KEY, SYMPTOMS, is_right

STEPS = 400

# For each cause, what the lesson and the check say that an instrument shows.
SHOWS = {
    "a": lambda c, h: c.pixels_of_reals != (-1.0, 1.0),
    "b": lambda c, h: c.late("d_real") - c.late("d_unseen") > 0.08,
    "c": lambda c, h: c.first_spread < 1e-4,
    "d": lambda c, h: c.classes == 1 and c.late("d_real") - c.late("d_unseen") > 0.08,
    "e": lambda c, h: c.late("disc_loss") < 0,
    "f": lambda c, h: c.late("d_fake") < 0.2 and 0.5 < c.late("gen_loss") < 1,
    "g": lambda c, h: max(c.gen_move / h.gen_move, c.disc_move / h.disc_move) < 0.1,
    "h": lambda c, h: min(c.gen_move / h.gen_move, c.disc_move / h.disc_move) > 10,
    "i": lambda c, h: c.disc_move == 0,
    "j": lambda c, h: c.gen_move == 0,
    "k": lambda c, h: (
        max(c.late("disc_loss"), c.late("gen_loss"), 0.01) == 0.01 and c.late("disc_loss") >= 0
    ),
    "l": lambda c, h: c.late("gradient") > 5,  # it passes 10 in the lesson's 800 steps
    "m": lambda c, h: c.arrivals == 2,
    "n": lambda c, h: c.arrivals == 0,
}


@pytest.fixture(scope="module")
def data():
    return load_digits("train").images, load_digits("test").images


@pytest.fixture(scope="module")
def charts(data):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield {patient: clinic.examine(patient, *data, steps=STEPS) for patient in range(11)}
    torch.set_num_threads(threads)


def test_a_patient_has_one_part_of_its_own():
    for patient in PATIENTS.values():
        assert issubclass(patient, Gan)
        assert len([name for name in PARTS if name in vars(patient)]) == 1


LETTERS = {
    patient: letter for patient in PATIENTS for letter in SYMPTOMS if is_right(patient, letter)
}
"""The right letter of each patient."""


def test_every_patient_has_a_cause_and_every_cause_a_sign():
    assert set(KEY) == set(PATIENTS) == set(LETTERS)
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert set(SHOWS) == set(SYMPTOMS) >= set(LETTERS.values())


@pytest.mark.parametrize("cause", SHOWS)
def test_a_sign_is_shown_by_those_who_have_the_cause_and_by_nobody_else(cause, charts):
    showing = {number for number, chart in charts.items() if SHOWS[cause](chart, charts[0])}
    assert showing == {number for number, letter in LETTERS.items() if letter == cause}


def test_health_shows_in_the_distance(charts):
    leak = next(number for number, cause in LETTERS.items() if cause == "m")
    others = [c.distance for number, c in charts.items() if number not in (0, leak)]
    assert 1.3 * charts[0].distance < min(others)
    assert charts[0].classes >= 8


def test_a_repaired_patient_is_the_healthy_one(data):
    healthy = clinic.examine(0, *data, steps=20)
    for number, patient in PATIENTS.items():
        (part,) = (name for name in PARTS if name in vars(patient))
        cured = clinic.examine(number, *data, steps=20, **{part: getattr(Gan, part)})
        assert cured.curves == healthy.curves
        assert cured.name == f"{number}, repaired"


def test_the_same_seed_gives_the_same_chart_and_leaves_the_random_state_alone(data):
    before = torch.get_rng_state()
    first, second, other = (clinic.examine(0, *data, steps=3, seed=s) for s in (0, 0, 1))
    assert first.curves == second.curves != other.curves
    assert torch.equal(torch.get_rng_state(), before)


def test_an_average_draws_and_leaves_the_training_as_it_is(data):
    plain, average = (clinic.examine(0, *data, steps=60, average=kept) for kept in (None, 0.9))
    assert average.curves == plain.curves
    assert not torch.equal(average.images, plain.images)
    assert not torch.equal(average.moments[-1], plain.moments[-1])
    # an average moves less from one moment to the next
    steps = [(chart.moments[-1] - chart.moments[-2]).norm() for chart in (plain, average)]
    assert steps[1] < steps[0]


def test_an_average_that_keeps_nothing_is_the_generator_itself(data):
    plain, average = (clinic.examine(0, *data, steps=20, average=kept) for kept in (None, 0.0))
    assert torch.equal(average.images, plain.images)


def test_moments_show_the_same_noise_at_each_step_of_the_curves(data):
    short, long = (clinic.examine(0, *data, steps=steps) for steps in (20, 40))
    assert len(long.moments) == len(long.curves["step"]) == 3
    assert all(moment.shape == (16, 784) for moment in long.moments)
    assert torch.equal(long.moments[1], short.moments[1])
    assert 0 <= long.moments[-1].min() <= long.moments[-1].max() <= 1


def test_losses_may_come_as_tensors(data):
    def update(*arguments):
        return [torch.tensor(loss) for loss in Gan.update(*arguments)]

    chart = clinic.examine(0, *data, steps=3, update=update)
    assert all(isinstance(loss, float) for loss in chart.curves["disc_loss"])


@pytest.mark.parametrize("number", [-1, 11, "1"])
def test_an_unknown_patient_is_refused(number, data):
    with pytest.raises(ValueError, match="There is no patient"):
        clinic.examine(number, *data)
    with pytest.raises(ValueError, match="There is no patient"):
        clinic.code_of(number)
    with pytest.raises(ValueError, match="There is no patient"):
        clinic.difference(number)


def test_an_unknown_part_is_refused(data):
    with pytest.raises(ValueError, match="There is no part 'fed'"):
        clinic.examine(3, *data, fed=Gan.feed)


def test_the_code_of_a_patient_is_its_own_part_as_one_would_write_it():
    for number, patient in PATIENTS.items():
        (part,) = (name for name in PARTS if name in vars(patient))
        code = clinic.code_of(number)
        assert re.match(rf"def {part}\(.*\):\n    ", code)
        compile(code, "code", "exec")


def test_the_difference_of_a_patient_is_what_is_ill_and_what_is_healthy():
    assert clinic.difference(2) == (
        "- gen_loss = loss(disc(fake), 0.0)\n+ gen_loss = loss(disc(fake), 1.0)"
    )
    assert clinic.difference(7) == "+ disc_opt.zero_grad()\n+ gen_opt.zero_grad()"
    assert all(clinic.difference(number) for number in PATIENTS)


def test_readings_are_a_table(charts):
    lines = clinic.readings(list(charts.values())).splitlines()
    assert len(lines) == 2 + len(charts)
    assert lines[2].startswith("healthy ")
    assert max(map(len, lines)) <= 110


def test_charts_fit_into_a_notebook(charts, monkeypatch):
    shown = []
    monkeypatch.setattr(draw, "show", lambda figure, alt: shown.append((figure, alt)))
    clinic.show_charts([charts[1], charts[7]], title="Two patients", alt="Charts of two patients.")
    ((figure, alt),) = shown
    assert alt == "Charts of two patients."
    assert len(figure.axes) == 8
    assert len(to_png(figure, alt=alt)) < 60_000
    assert plt.get_fignums() == []


def test_every_patient_lies_in_one_ward():
    wards = [clinic.ward(part) for part in clinic.PARTS]
    assert sorted(number for ward in wards for number in ward) == sorted(clinic.PATIENTS)
    with pytest.raises(ValueError, match="no part 'heart'"):
        clinic.ward("heart")


def test_a_stopped_examination_gives_the_chart_of_the_steps_that_were_made(data, monkeypatch):
    whole = clinic.examine(0, *data, steps=25)
    monkeypatch.setattr(clinic, "progress", Stopped)
    stopped = clinic.examine(0, *data, steps=800)
    assert stopped.curves == whole.curves
    assert stopped.curves["step"] == [1, 20]
    assert torch.equal(stopped.images, whole.images)
    assert (stopped.arrivals, stopped.distance) == (whole.arrivals, whole.distance)


class Stopped:
    """Progress in which the Stop button is pressed in the 25th turn."""

    def __init__(self, turns):
        self.turns = turns

    def __iter__(self):
        return itertools.islice(self.turns, 25)

    def set_postfix(self, **losses):
        assert all(isinstance(loss, float) for loss in losses.values())


def test_where_no_chart_is_there_a_sentence_says_so(capsys):
    clinic.show_charts([], title="Patients 4 to 6", alt="Charts of patients 4 to 6.")
    assert capsys.readouterr().out.startswith("No chart is there")
