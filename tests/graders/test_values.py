"""Words for plain values."""

import math

import torch

from graders.core.values import one_place


def test_one_place_names_the_inputs_and_both_numbers_where_they_differ_most():
    p, q = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0, 4.0])
    want = p / (p + q)
    got = want.clone()
    got[1, 2] = 8.0
    assert one_place(got, want, p=p, q=q) == ("0.429 where p = 3, q = 4", "8 there")


def test_one_place_without_inputs_is_an_index():
    want = torch.zeros(2, 3)
    got = want.clone()
    got[1, 0] = -0.25
    assert one_place(got, want) == ("0 at [1, 0]", "-0.25 there")


def test_one_place_of_single_numbers_is_the_two_numbers():
    assert one_place(torch.tensor(2.0), torch.tensor(0.5)) == ("0.5", "2")
    assert one_place(torch.tensor(2.0), torch.tensor(0.5), x=3) == ("0.5 where x = 3", "2 there")


def test_one_place_shows_as_many_digits_as_tell_the_numbers_apart():
    words = one_place(torch.tensor(1.00004), torch.tensor(1.0))
    assert words == ("1", "1.00004")


def test_one_place_finds_what_is_no_number():
    got = torch.tensor([0.0, math.nan, 9.0])
    assert one_place(got, torch.zeros(3)) == ("0 at [1]", "nan there")


def test_one_place_takes_numbers_of_every_kind():
    want = torch.tensor([0.5, 0.5])
    assert one_place(torch.tensor([True, True]), want) == ("0.5 at [0]", "1 there")
    assert one_place(torch.tensor([0.5, 0.5 + 1j]), want) == ("0.5 at [1]", "0.5+1j there")
