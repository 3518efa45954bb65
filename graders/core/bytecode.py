"""What an answer's code tells without being run: whether there is any, and what it reads."""

from __future__ import annotations

import builtins
import dis
import inspect
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

STUB_FOUND = "the line `raise NotImplementedError` still stands in the answer cell"

STUB = "NotImplementedError"

PLACEHOLDER = re.compile(r"_{2,}|(?i:_*(your_?|my_?)?(code|answer)(_?here)?|todo|fixme|fill_?me)_*")
"""Names that stand in a template where code belongs. IPython itself defines ``__`` and ``___``."""

HARMLESS = {"super", "__init__", "__class__", STUB}
"""All that an empty ``__init__`` and a stub name."""


def methods_of(cls: type) -> list[types.FunctionType]:
    """The methods of a class and of the student's own classes that it inherits from."""
    own = [base for base in cls.__mro__ if not base.__module__.startswith(("torch", "builtins"))]
    return [part for base in own for part in vars(base).values() if inspect.isfunction(part)]


def _parameters(code: types.CodeType) -> list[str]:
    """The names of a function's parameters; a method's without ``self``."""
    count = code.co_argcount + code.co_kwonlyargcount
    return [name for name in code.co_varnames[:count] if name != "self"]


def _names_in(step: dis.Instruction) -> tuple[str, ...]:
    """The variables of an instruction: newer versions of Python load two at once."""
    return step.argval if isinstance(step.argval, tuple) else (step.argval,)


# What was left blank ------------------------------------------------------------------------------


def left_blank(answer: Any) -> str | None:
    """Say what still stands in an answer cell where code belongs; None if it has been filled in."""
    if isinstance(answer, types.FunctionType):
        functions, what = [answer], "the function"
    elif inspect.isclass(answer):
        functions, what = methods_of(answer), "the class"
    else:
        return None
    for name in (name for function in functions for name in _globals_in(function.__code__)):
        known = name in vars(builtins) or (name in functions[0].__globals__ and name.strip("_"))
        if not known and PLACEHOLDER.fullmatch(name):
            return f"the placeholder `{name}` still stands in the answer cell"
    if not all(map(_is_empty, functions)):
        return None
    if any(STUB in function.__code__.co_names for function in functions):
        return STUB_FOUND
    return f"{what} is still empty: it computes nothing"


def _is_empty(function: types.FunctionType) -> bool:
    """Whether a function computes nothing: ``pass``, ``return None``, a stub, ``super`` alone.

    One that hands out an attribute, as the course's own ``get_gen`` does, computes nothing either.
    """
    parameters = {*_parameters(function.__code__)}
    constants: list[Any] = []
    names: set[str] = set()
    attributes: set[str] = set()
    stored = {"self"}
    for step in dis.get_instructions(function):
        if step.opname.startswith("JUMP_BACKWARD"):  # a loop does something, if only for ever
            return False
        if "CONST" in step.opname or step.opname == "LOAD_SMALL_INT":
            constants += step.argval if isinstance(step.argval, tuple) else [step.argval]
        elif step.opname.startswith(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "IMPORT")):
            names.add(step.argval)
        elif step.opname.startswith("LOAD_FAST"):
            names |= {name for name in _names_in(step) if name in parameters or name not in stored}
        elif step.opname.startswith("STORE_FAST"):
            stored |= {*_names_in(step)}
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            attributes.add(step.argval)
        elif "CALL" in step.opname:  # an attribute that is only handed out does no harm
            names |= attributes
    if STUB in names:  # it may have words of its own
        constants = [value for value in constants if not isinstance(value, str)]
    # For Python a lonely letter is a docstring; for its author it is an answer.
    letter = len(function.__doc__ or "") == 1
    return names <= HARMLESS and all(value in (None, ..., "") for value in constants) and not letter


# What is thrown away ------------------------------------------------------------------------------

SHAPES = ("shape", "size", "dimension")

COPIES = {
    "detach": ("detach",),
    **dict.fromkeys(("to", "cpu", "cuda"), ("device", "dtype")),
    **dict.fromkeys(("float", "double", "long"), ("dtype", "Float", "Long", "Double")),
    **dict.fromkeys(("flatten", "view", "reshape", "squeeze", "unsqueeze"), SHAPES),
    "clamp": ("value", "pixel", "cut"),
}
"""Methods of tensors that return another one, and words of findings that they would have changed"""

NETWORKS = ("gen", "disc", "self", "net", "model")
"""Names of what ``to`` changes in place."""


def _thrown_away(code: types.CodeType) -> list[str]:
    """The methods among `COPIES` whose result nothing is done with."""
    found: list[str] = []
    method: str | None = None
    before = called = None
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_METHOD", "LOAD_ATTR") and step.argval in COPIES:
            method = step.argval if before not in NETWORKS else None
            called = False
        elif "CALL" in step.opname:
            method = None if called else method
            called = step.opname != "PRECALL"
        elif step.opname == "POP_TOP" and called and method:
            found.append(method)
        elif called:
            method = None
        before = step.argval
    return found


# What is not run ----------------------------------------------------------------------------------


def _not_run(code: types.CodeType) -> str | None:
    """Why a call of a function computes nothing: it makes a generator or hands out a function."""
    if code.co_flags & inspect.CO_GENERATOR:
        return "`yield` makes a generator of the function, and calling it runs nothing: use return"
    if code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        return "a call of an `async def` function runs nothing: write def"
    made: set[Any] = set()  # the names of functions that it defines
    before = ("", None)
    for step in dis.get_instructions(code):
        if step.opname in ("SET_FUNCTION_ATTRIBUTE", "COPY_FREE_VARS"):
            continue
        if before[0] == "MAKE_FUNCTION" and step.opname.startswith("STORE"):
            made.add(step.argval)
        if step.opname == "RETURN_VALUE" and before[0].startswith("LOAD") and before[1] in made:
            return f"the function `{before[1]}` itself is returned, and nobody calls it"
        before = step.opname, step.argval
    return None


# What is read from the notebook -------------------------------------------------------------------

DATA = (
    torch.Tensor,
    torch.nn.Module,
    torch.device,
    torch.optim.Optimizer,
    np.ndarray,
    np.generic,
    *(int, float, str, list, tuple, dict),
)
"""What a variable of a notebook holds, when it is no function, class or module."""


STRONG, WEAK, DROPPED = "read in place of arguments", "read beside them", "thrown away"
"""Under which names an observation holds what `Reads` says."""


@dataclass(frozen=True)
class Reads:
    """What a function or class takes from the notebook, and which of its parameters it ignores.

    Attributes:
        variables: The names of the notebook's variables that it reads.
        arrays: Those among them that hold tensors or arrays.
        unused: The parameters that it never reads.
        forward: Those of them that belong to a network's forward.
        dropped: Methods of tensors that return another one, which is thrown away.
        not_run: Why calling it computes nothing, in a sentence.
    """

    variables: tuple[str, ...] = ()
    arrays: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    forward: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    not_run: str | None = None

    @classmethod
    def of(cls, answer: Any) -> Reads:
        """What ``answer`` reads; nothing if it is neither function nor class."""
        functions = [answer] if isinstance(answer, types.FunctionType) else []
        if inspect.isclass(answer):
            functions = [f for f in methods_of(answer) if f.__name__ in ("__init__", "forward")]
        ignored = {function.__name__: _unused(function.__code__) for function in functions}
        unused = [name for names in ignored.values() for name in names]
        found: dict[str, Any] = {}
        for function in _helpers(functions):
            for name in _globals_in(function.__code__):
                value = function.__globals__.get(name)
                constant = name.isupper() and name.lower() not in unused
                if isinstance(value, DATA) and not name.startswith("_") and not constant:
                    found[name] = value
        if unused == ["device"]:  # nothing but a device stands in its place
            found = {n: v for n, v in found.items() if isinstance(v, str | torch.device)}
        arrays = [n for n, v in found.items() if isinstance(v, torch.Tensor | np.ndarray)]
        dropped = [n for function in functions for n in _thrown_away(function.__code__)]
        not_run = _not_run(answer.__code__) if isinstance(answer, types.FunctionType) else None
        return cls(
            variables=tuple(found),
            arrays=tuple(arrays),
            unused=tuple(dict.fromkeys(unused)),
            forward=tuple(ignored.get("forward", ())),
            dropped=tuple(dropped),
            not_run=not_run,
        )

    def sentences(self) -> dict[str, Any]:
        """What there is to say, as plain data."""
        said = {
            STRONG: self.in_place_of_arguments,
            WEAK: self.beside_arguments,
            DROPPED: list(self.dropped),
        }
        return {name: value for name, value in said.items() if value}

    @property
    def ignored(self) -> str:
        """The sentence on arguments that are not read."""
        nouns = ("argument", "is") if len(self.unused) == 1 else ("arguments", "are")
        return f"its {nouns[0]} {_quoted(self.unused)} {nouns[1]} unused"

    @property
    def in_place_of_arguments(self) -> str | None:
        """The sentence on variables that are read while arguments are not, or on code not run."""
        if self.not_run:
            return self.not_run
        if self.variables and self.unused:
            noun = "argument" if len(self.unused) == 1 else "arguments"
            return (
                f"your code uses {_quoted(self.variables)} from the notebook, not its {noun} "
                f"{_quoted(self.unused)}"
            )
        if self.forward:
            return f"forward does not use its argument {_quoted(self.forward)}"
        return None

    @property
    def beside_arguments(self) -> str | None:
        """What may be wrong: a tensor of the notebook, or an argument that is not read."""
        if self.arrays:
            names = _quoted(self.arrays)
            return f"is {names} meant? It comes from the notebook, not as an argument"
        return self.ignored if self.unused and self.unused != ("device",) else None


def dropped_result(dropped: Any, text: str) -> str | None:
    """The sentence on a result that was thrown away, if a finding speaks of what it would change.

    Args:
        dropped: Names of methods, as `Reads.sentences` holds them.
        text: What was expected, got and likely.
    """
    for name in dropped if isinstance(dropped, list | tuple) else ():
        if any(word in text for word in COPIES.get(name, ())):
            return (
                f"`.{name}()` leaves its tensor as it is and returns another one: here the result "
                f"is thrown away"
            )
    return None


def _quoted(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names[:3]]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of a function and of all functions and comprehensions in it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            yield from _codes(part)


def _globals_in(code: types.CodeType) -> list[str]:
    steps = (step for part in _codes(code) for step in dis.get_instructions(part))
    return [step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]


def _unused(code: types.CodeType) -> list[str]:
    """The parameters of a function that it never reads."""
    first: dict[str, str] = {}  # what is done with a name first: one that is overwritten is unused
    for part in _codes(code):
        for step in dis.get_instructions(part):
            if "CONST" in step.opname:  # from Python 3.13 on also the names of keyword arguments
                continue
            if step.opname.startswith(("LOAD_", "STORE_")) and isinstance(step.argval, str | tuple):
                for name in _names_in(step):
                    first.setdefault(name, step.opname)
    return [name for name in _parameters(code) if not first.get(name, "").startswith("LOAD")]


def _helpers(functions: list[types.FunctionType]) -> list[types.FunctionType]:
    """These functions, and those of the same notebook that they name, directly or not."""
    found: dict[int, types.FunctionType] = {}
    waiting = list(functions)
    while waiting:
        function = waiting.pop()
        if id(function) in found:
            continue
        found[id(function)] = function
        named = (function.__globals__.get(name) for name in _globals_in(function.__code__))
        waiting += [
            other
            for other in named
            if isinstance(other, types.FunctionType) and other.__globals__ is function.__globals__
        ]
    return list(found.values())
