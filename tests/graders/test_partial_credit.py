"""What an answer earns: nothing for nothing, all for a right one, and shares in between."""

import pytest
import torch

from benchmarks.catalogue import ITEMS, answers
from graders.core import message
from graders.core.verdict import MOST_BESIDE


def nothing(*args, **named):
    return None


def zero(*args, **named):
    return 0


def zero_as_a_float(*args, **named):
    return 0.0


def zero_as_a_tensor(*args, **named):
    return torch.zeros(())


def first_argument(*args, **named):
    return next(iter([*args, *named.values()]), None)


def error(*args, **named):
    raise RuntimeError("no answer")


LAZY = [nothing, zero, zero_as_a_float, zero_as_a_tensor, first_argument, error]


@pytest.mark.parametrize("lazy", LAZY, ids=lambda function: function.__name__)
@pytest.mark.parametrize("name", sorted(ITEMS))
def test_an_answer_that_does_nothing_earns_nothing(name, lazy):
    assert ITEMS[name].verdict(lazy).earned == 0


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_every_item_has_an_aspect_that_earns(name):
    assert not all(aspect.rule for aspect in ITEMS[name].aspects)


def earned(name: str) -> float:
    (answer,) = [answer for answer in answers() if answer.name == name]
    return answer.item.verdict(answer.load()).earned


@pytest.mark.parametrize(
    ("name", "share"),
    [
        # a rule is broken: it costs its part of all
        ("get_disc_loss/wrong_eval_mode", 10 / 11),
        ("get_gen_loss/wrong_target_on_cpu", 9 / 10),
        # an aspect of weight 1 fails, of those that earn
        ("get_disc_loss/wrong_target_of_other_size", 7 / 8),
        ("get_noise/wrong_device_ignored", 4 / 5),
        ("optimal_discriminator/wrong_loop_over_first", 2 / 3),
        # an error before anything is seen
        ("get_disc_loss/wrong_cuda", 0),
    ],
)
def test_a_mistake_costs_its_shares(name, share):
    assert earned(name) == pytest.approx(share)


@pytest.mark.parametrize(
    "name",
    [
        "get_noise/wrong_uniform",
        "get_noise/wrong_seed_inside",
        "Discriminator/wrong_sigmoid",
        "Generator/wrong_no_sigmoid",
        "get_disc_loss/wrong_no_detach",
        "get_gen_loss/wrong_detached",
        "get_gen_loss/wrong_labelled_zero",
        "repaired_step/wrong_not_cut_in_time",
        "repaired_step/wrong_cut_for_both",
        "train_step/wrong_never_cleared",
        "modes_covered/wrong_unique",
        "make_disc_block/wrong_final_sigmoid",
        "weights_init/wrong_norm_around_zero",
    ],
)
def test_who_misses_what_the_exercise_is_about_earns_half_at_most(name):
    assert 0 < earned(name) <= MOST_BESIDE


def test_the_message_says_why_an_answer_earns_half_at_most():
    (answer,) = [one for one in answers() if one.name == "get_disc_loss/wrong_no_detach"]
    verdict = answer.item.verdict(answer.load())
    assert verdict.earned == MOST_BESIDE  # its other aspects would earn more
    assert "50% of the points" in message.rows(verdict)["earned"]
    assert "what the exercise is about" in message.rows(verdict)["earned"]


def test_a_message_of_an_item_without_points_names_the_other_checks_instead():
    (answer,) = [one for one in answers() if one.name == "earth_mover/wrong_detached"]
    rows = message.rows(answer.item.verdict(answer.load()))
    assert rows["others"] == "every other check passes"
    assert "earned" not in rows
