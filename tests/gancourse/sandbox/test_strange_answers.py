"""Whatever an answer gives is a value or cannot be compared, and nothing else is lost."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import torch

import graders
from gancourse.sandbox import wire
from gancourse.sandbox.executor import Executor, Request
from gancourse.sandbox.shell import _sendable
from graders.core import message
from graders.core.values import MOST_PARTS, plain
from tests.gancourse.sandbox.cells import LIMITS

PREPARE = """
import decimal
import fractions
import types

import numpy as np
import torch


def fails(*_, **__):
    raise RuntimeError("no")


def loops(*_, **__):
    return Chain()


def nested(depth):
    inner = []
    for _ in range(depth):
        inner = [inner]
    return inner


def itself():
    inner = [1]
    inner.append(inner)
    return inner


def wide():
    inner = [1]
    for _ in range(10):
        inner = [inner] * 900
    return inner


METHODS = "__repr__ __str__ __eq__ __len__ __bool__ __iter__ __int__ __float__ __index__".split()
BAD = {name: fails for name in METHODS} | {"__hash__": object.__hash__}
Broken = type("Broken", (), BAD)
BrokenInt, BrokenFloat, BrokenStr, BrokenList, BrokenTuple = (
    type("Broken", (kind,), BAD | {"__getitem__": fails})
    for kind in (int, float, str, list, tuple)
)
BrokenClass = type("BrokenClass", (), {"__class__": property(fails)})
BrokenName = type("BrokenName", (type,), {"__name__": property(fails)})
Unreachable = type("Unreachable", (), {"__getattribute__": fails})
Chain = type("Chain", (), {"__getattr__": loops})
Silent = type("Silent", (torch.Tensor,), {"__torch_function__": classmethod(fails)})


def error(**members):
    raise type("Strange", (Exception,), members)(list(range(1000)))
"""

VALUES = {
    "a number of 6,021 digits": "2 ** 20000",
    "a negative number of 6,021 digits": "-2 ** 20000",
    "a list of such numbers": "[2 ** 20000]",
    "nan": "float('nan')",
    "infinity": "float('-inf')",
    "a complex number": "1j",
    "a Decimal": "decimal.Decimal('7')",
    "a Fraction": "fractions.Fraction(7, 2)",
    "an integer of NumPy's": "np.int64(7)",
    "a long double": "np.longdouble(7)",
    "an array of objects": "np.array([None, {}], dtype=object)",
    "bytes": "b'7'",
    "half a character": "'\\ud800'",
    "a string of 5 MB": "'x' * 5_000_000",
    "lists 40 deep": "nested(40)",
    "lists 5,000 deep": "nested(5_000)",
    "a list in itself": "itself()",
    "a list of 900 lists of 900 lists of …": "wide()",
    "a million numbers": "[7] * 1_000_000",
    "a set": "{7}",
    "a dict": "{7: 7}",
    "a dict in itself": "(d := {}, d.update(d=d))",
    "a generator": "(n for n in [7])",
    "a module": "torch",
    "a class": "Broken",
    "a class whose name fails": "BrokenName('x', (), {})",
    "a class with a long name": "type('x' * 1_000_000, (), {})()",
    "an object that fails": "Broken()",
    "an int that fails": "BrokenInt(7)",
    "a float that fails": "BrokenFloat(7)",
    "a str that fails": "BrokenStr('7')",
    "a list that fails": "BrokenList([7])",
    "a tuple that fails": "BrokenTuple([7])",
    "an object without a class": "BrokenClass()",
    "an object without attributes": "Unreachable()",
    "an object with every attribute": "Chain()",
    "an expanded tensor": "torch.zeros(1).expand(2**34)",
    "a tensor on meta": "torch.empty(2**45, device='meta')",
    "a tensor of no values": "torch.empty(0, 2**45)",
    "a tensor of 70 dimensions": "torch.zeros([1] * 64)",
    "a sparse tensor": "torch.eye(3).to_sparse()",
    "a sparse tensor of another layout": "torch.eye(3).to_sparse_csr()",
    "a nested tensor": "torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)])",
    "a quantised tensor": "torch.quantize_per_tensor(torch.zeros(3), 0.1, 0, torch.qint8)",
    "a tensor of float8": "torch.zeros(3).to(torch.float8_e4m3fn)",
    "a tensor of uint16": "torch.zeros(3, dtype=torch.uint16)",
    "a conjugate": "torch.tensor([1j]).conj()",
    "a negative view": "torch.tensor([1j]).conj().imag",
    "a bool tensor": "torch.tensor(True)",
    "a tensor with a gradient": "torch.zeros(3, requires_grad=True) * 2",
    "a tensor of a class that fails": "torch.zeros(3).as_subclass(Silent)",
    "a Size": "torch.zeros(2, 3).shape",
    "what max gives": "torch.zeros(2, 3).max(0)",
    "a dtype": "torch.float32",
    "an error with a set as its cause": "error(likely={7})",
    "an error whose text fails": "error(__str__=fails)",
    "an error whose text ends Python": "error(__str__=lambda self: exit(7))",
    "an error without a place": "error(__traceback__=property(fails))",
    "an error with a long text": "error(__str__=lambda self: 'x' * 2_000_000)",
    "an error without an end": "error(__str__=lambda self: str(self))",
    "the end of Python": "exit(7)",
    "an interrupt": "next(iter(()), None) or (_ for _ in ()).throw(KeyboardInterrupt)",
    "the check's own error": "(_ for _ in ()).throw(Misuse('x', {7}))",
}
ITEM = graders.check_conv_out_size


def function(name: str, value: str) -> str:
    """An answer to `conv_out_size`."""
    return f"def {name}(size, kernel_size, stride=1, padding=0):\n    return {value}\n"


def source() -> str:
    """A cell that defines one answer for each value, and a right one."""
    answers = [function(f"answer_{n}", value) for n, value in enumerate(VALUES.values())]
    right = function("right", "(size + 2 * padding - kernel_size) // stride + 1")
    misuse = "from graders.core.errors import Misuse\n"
    return "\n".join([PREPARE, misuse, *answers, right])


@pytest.mark.skipif(sys.platform == "win32", reason="its processes have no limit of memory")
def test_no_value_ends_the_notebook_or_costs_another_check_its_points():
    given = ITEM.given(1)
    names = [*(f"answer_{number}" for number in range(len(VALUES))), "right"]
    checks = [
        Request(number, item="check_conv_out_size", name=name, given=given, seed=1)
        for number, name in enumerate(names, 1)
    ]
    with Executor(LIMITS | {"memory_megabytes": 2048, "notebook_seconds": 120}) as executor:
        execution = executor.run([Request(0, source=source()), *checks])
    assert execution.last is None, (execution.why, execution.last, execution.outputs)
    assert execution.interrupted == []
    interrupt = 1 + list(VALUES).index("an interrupt")
    assert execution.unreadable == [interrupt]
    for number in range(1, len(VALUES) + 1):
        if number != interrupt:
            verdict = ITEM.judge(execution.seen[number], given)
            assert not verdict.passed
            assert message.text(verdict)
            assert message.as_html(verdict)
    assert ITEM.judge(execution.seen[len(names)], given).passed


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(source(), names)
    return names


@pytest.mark.parametrize("name", [name for name in VALUES if name != "an interrupt"])
def test_observations_of_strange_values_can_be_sent_and_worded(name, namespace):
    given = ITEM.given(2)
    seen = ITEM.observe(namespace[f"answer_{list(VALUES).index(name)}"], given, 2)
    received = wire.decode(wire.encode(_sendable(seen)))
    for verdict in (ITEM.judge(seen, given), ITEM.judge(received, given)):
        assert not verdict.passed
        assert message.text(verdict)


def test_only_the_aspect_that_cannot_be_sent_is_left_out():
    good = {"result": torch.ones(3)}
    bad = [{"result": {7}}, {"result": 2**20000}, {"result": "x" * wire.MOST_TEXT}, object()]
    sent = _sendable([good, *bad, good])
    assert [one is None for one in sent] == [False, True, True, True, True, False]


def test_what_is_too_large_together_loses_only_what_comes_last():
    large = {"result": torch.zeros(wire.MOST_BYTES // 2 - 1000, dtype=torch.uint8)}
    sent = _sendable([large, large, large, {"result": 7}])
    assert [one is None for one in sent] == [False, False, True, False]
    assert len(wire.encode({"nonce": "0" * 32, "seen": sent})) <= wire.MOST_BYTES


def test_what_can_be_sent_alone_can_be_sent_in_a_reply():
    for depth in range(wire.MOST_DEPTH - 4, wire.MOST_DEPTH + 4):
        deep: Any = 7
        for _ in range(depth):
            deep = [deep]
        reply = wire.decode(wire.encode({"nonce": "", "seen": _sendable([{"result": deep}, {}])}))
        assert reply["seen"][1] == {}


def test_lists_in_lists_are_counted_together():
    def size(value: Any) -> int:
        return 1 + sum(map(size, value)) if isinstance(value, list) else 1

    names: dict[str, Any] = {}
    exec(PREPARE, names)
    assert size(plain(names["wide"]())) <= MOST_PARTS + 1
    assert plain([[7, (8, [9])]]) == [[7, [8, [9]]]]
