"""What passes between the student's process and the judge arrives as it was sent, or not at all."""

from __future__ import annotations

import contextlib
import json
import math
import pickle

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.catalogue import ITEMS, Answer, answers
from gancourse.sandbox.wire import MOST_DEPTH, MOST_DIMENSIONS, WireError, decode, encode
from graders.core.errors import Raised
from graders.core.values import Other

repeatable = settings(derandomize=True, database=None, deadline=None)


def same(one, other) -> bool:
    if isinstance(one, torch.Tensor):
        if (one.dtype, one.shape, one.device) != (other.dtype, other.shape, other.device):
            return False
        return one.is_meta or encode(one) == encode(other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other


SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.floats(), st.text(max_size=20)
)
VALUES = st.recursive(
    SIMPLE, lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(max_size=5), v, max_size=4)
)


@repeatable
@given(VALUES)
def test_plain_values_arrive(value):
    assert same(value, decode(encode(value)))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64", "uint8", "int64", "bool"])
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (2, 3)])
def test_tensors_arrive(dtype, shape):
    tensor = torch.arange(6).to(getattr(torch, dtype))[: math.prod(shape)].reshape(shape)
    assert same(tensor, decode(encode(tensor)))


@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor([math.nan, math.inf, -0.0]),
        torch.arange(6.0).reshape(2, 3).T,
        torch.ones(2, 3, device="meta"),
        torch.ones(2, requires_grad=True),
        torch.tensor([1 + 2j]).conj(),
    ],
    ids=["not finite", "transposed", "meta", "with gradient", "conjugate"],
)
def test_unusual_tensors_arrive(tensor):
    assert same(tensor.detach(), decode(encode(tensor)))


def test_errors_and_strangers_arrive():
    raised = Raised("TypeError: x", "TypeError", True, parameters="(a, b)")
    assert decode(encode([raised, Other("Module")])) == [raised, Other("Module")]


@pytest.mark.parametrize("name", sorted(ITEMS))
def test_inputs_and_observations_of_every_item_arrive(name):
    item = ITEMS[name]
    answer = next(a for a in answers("right_") if a.item is item).load()
    given = item.given(5)
    assert same(given, decode(encode(given)))
    seen = decode(encode(item.observe(answer, decode(encode(given)), 5)))
    assert item.judge(seen, given).passed


@pytest.mark.parametrize("answer", answers("wrong_")[::7], ids=lambda answer: answer.name)
def test_a_verdict_does_not_change_on_the_way(answer: Answer):
    item, given = answer.item, answer.item.given(0)
    torch.manual_seed(0)  # some draw a table once, when they are loaded
    seen = decode(encode(item.observe(answer.load(), decode(encode(given)), 0)))
    torch.manual_seed(0)
    assert item.judge(seen, given).data() == item.verdict(answer.load()).data()


class Strange:
    pass


@pytest.mark.parametrize(
    "value", [Strange(), {1: 2}, {"a": Strange()}, b"x", torch.zeros(2).to_sparse()]
)
def test_what_is_not_plain_is_not_sent(value):
    with pytest.raises(WireError):
        encode(value)


def message(packed: object, buffers: bytes = b"") -> bytes:
    text = json.dumps(packed).encode()
    return len(text).to_bytes(8, "big") + text + buffers


TENSOR = {"is": "tensor", "dtype": "float32", "shape": [2]}


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"\x00" * 8,
        b"\xff" * 40,
        pickle.dumps([1, 2]),
        message(TENSOR, b"1234"),
        message({**TENSOR, "shape": [-1]}),
        message({**TENSOR, "shape": [2**50]}),
        message({**TENSOR, "shape": "ab"}),
        message({**TENSOR, "shape": [1] * (MOST_DIMENSIONS + 1)}, bytes(4)),
        message({**TENSOR, "dtype": "object"}),
        message({"is": "class", "name": "os"}),
        message({}),
        message({"is": "raised", "text": 3}),
        message({"is": "float", "text": "1; import os"}),
        message({"is": "float", "text": 3}),
        message({"is": "dict", "of": 3}),
        message(nested(MOST_DEPTH + 2)),
        (2**63).to_bytes(8, "big") + b"[]",
        message(None)[:-1],
    ],
)
def test_forged_messages_are_refused(forged):
    with pytest.raises(WireError):
        decode(forged)


def test_a_bool_is_0_or_1_whatever_its_byte():
    sent = message({"is": "tensor", "dtype": "bool", "shape": [3]}, b"\x00\x02\xff")
    assert decode(sent).view(torch.uint8).tolist() == [0, 1, 1]


@repeatable
@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_plain(raw):
    with contextlib.suppress(WireError):
        decode(len(raw).to_bytes(8, "big") + raw)
