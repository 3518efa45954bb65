"""Errors in the student's code, as plain values, and their causes."""

from __future__ import annotations

import contextlib
import inspect
import linecache
import sysconfig
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from graders.core.values import class_name, name_of, plain

LONGEST_ERROR = 240
"""Characters of an error's own message that are shown."""

FIXED_DEVICE = "'cuda' is fixed in the code, or made the default: use what is passed"

_LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    | {str(Path(torch.__file__).parent)}
    | {str(Path(__file__).parents[2] / package) for package in ("graders", "ganlab", "gancourse")}
)

Causes = tuple[tuple[str, str], ...]
"""Parts of errors' types or messages, and what causes such an error. The first that fits counts."""

_CAUSES: Causes = (
    ('is missing the required "forward" function', "the class has no method named forward"),
    ("cannot assign module before Module.__init__", "super().__init__() must come first"),
    ("list is not a Module subclass",
     "nn.Sequential takes the layers one by one: nn.Sequential(*layers)"),
    ("got an unexpected keyword argument",
     "this function has no argument of that name; PyTorch may call it otherwise"),
    ("is not a Module subclass",
     "nn.Sequential takes layers: objects, made with brackets as in nn.ReLU(), not functions"),
    ("argument 'size' failed to unpack",
     "torch.randn takes sizes first, and the device by its name: device=device"),
    ("not NoneType", "something here is None: list.append, for one, returns nothing"),
    ("'NoneType' object", "a function that is used here returns nothing: a forgotten return?"),
    (".forward() takes 1 positional argument", "self is missing as forward's first parameter"),
    ("mat1 and mat2 shapes cannot be multiplied",
     "a layer's input size is not the output size of the layer before it"),
    ("running_mean should contain",
     "BatchNorm was given another size than the output of the layer before it"),
    ("expected 2D or 3D input (got 4D",
     "BatchNorm1d takes rows of numbers; images need BatchNorm2d"),
    (" channels, but got ",
     "a layer's in_channels are not the out_channels of the layer before it"),
    ("is invalid for input of size",
     "a size is written as a number where an argument should stand"),
    ("must match the size of tensor", "two tensors of different shapes were combined"),
    ("does not require grad", "nothing asks for gradients here: requires_grad_() is missing"),
    ("Trying to backward through the graph a second time",
     "backward() is called inside the function; that is the training loop's work"),
    ("NVIDIA driver", FIXED_DEVICE),
    ("Torch not compiled with CUDA", FIXED_DEVICE),
    ("to be on the same device, but", FIXED_DEVICE),  # where there is a GPU
    ("module 'torch", "a misspelt name? capital and small letters count"),
    ("not enough values to unpack", "a function gives fewer values than are taken from it"),
    ("to be on the same device", "make every tensor on device"),
    ("device type for generator but found",
     "torch.Generator(device=device) makes a generator of the device passed"),
    ("NameError", "a typo, or the cell that defines this name has not been run"),
)  # fmt: skip
"""What causes an error where an aspect's own `causes` do not explain it."""

NO_QUOTES: Causes = tuple(
    (
        f"name '{letter}' is not defined",
        "a letter in quotes is asked for: without them it is the name of a variable",
    )
    for letter in "abcdefghijklmn"
)
"""For answers that are letters."""


class Misuse(Exception):
    """The check's own stand-ins were called in a way that cannot work.

    Attributes:
        likely: The likely cause.
    """

    def __init__(self, text: str, likely: str) -> None:
        super().__init__(text)
        self.likely = likely


STUB_KIND = "NotImplementedError"

STUBS = (
    f"{STUB_KIND} (line",
    f"{STUB_KIND}: Replace this line with your code, then run the cell again.",
)
"""How the stub of a released answer cell looks from outside, with its message or without."""


@dataclass(frozen=True)
class Raised:
    """An error that the student's code raised.

    Attributes:
        text: Its type and message, and the line of the student's cell where it arose.
        kind: The name of its type.
        in_answer: Whether the student's own code raised it, not a library that it called.
        parameters: The parameters that the answer accepts, as text, when the call did not fit.
        cause: The likely cause, where the check's own doubles or the aspect knew it.
    """

    text: str
    kind: str
    in_answer: bool
    parameters: str | None = None
    cause: str | None = None

    @property
    def is_stub(self) -> bool:
        """Whether this is the released stub speaking (torch raises the same type elsewhere)."""
        return self.in_answer and self.text.startswith(STUBS) and self.kind == STUB_KIND

    def likely(self, signature: str) -> str | None:
        """The usual cause of such an error, if there is one."""
        if self.cause is not None:
            return self.cause
        if self.parameters is not None and self.parameters.startswith("(*args"):
            return "__init__ is missing or misspelt: two underscores stand on each side"
        if self.parameters is not None:
            return f"it takes {self.parameters}, but the exercise asks for {signature}"
        return _cause_of(self.text, _CAUSES)


def _cause_of(text: str, causes: Causes) -> str | None:
    return next((cause for part, cause in causes if part in text), None)


def described(error: BaseException, answer: Any, causes: Causes = ()) -> Raised:
    """As `describe_error`, also where the error or the answer fails when it is looked at."""
    try:
        return describe_error(error, answer, causes)
    except KeyboardInterrupt:
        raise
    except BaseException:
        kind = class_name(type(error))
        return Raised(kind[:LONGEST_ERROR], kind[:LONGEST_ERROR], in_answer=False)


def describe_error(error: BaseException, answer: Any, causes: Causes = ()) -> Raised:
    """Turn an error of the student's code into a plain value that names the student's line.

    Args:
        error: What was raised.
        answer: The student's object.
        causes: What errors are caused by here. Of one that is explained by them, the first
            sentence is shown.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(_LIBRARIES)]
    try:
        text = " ".join(str.__str__(str(error)).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # an error whose own message fails
        text = ""
    kind = class_name(type(error))
    if not callable(answer):
        return Raised(
            f"{name_of(plain(answer))}, which cannot be called",
            kind,
            in_answer=False,
            cause="hand over the function or class itself, without brackets behind its name",
        )
    if isinstance(error, Misuse):
        cause: str | None = error.likely
    else:
        text = f"{kind}: {text}" if text else kind
        if cause := _cause_of(text, causes):
            text = text.partition(". ")[0]
    if len(text) > LONGEST_ERROR:
        text = text[:LONGEST_ERROR] + " …"
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno or 0).strip()[:LONGEST_ERROR]
        text += f" (line {own[-1].lineno} of your cell: `{line}`)" if line else ""
    parameters = None
    name = getattr(answer, "__name__", None)
    if isinstance(error, TypeError) and f"{name}()" in text.replace(".__init__", ""):
        with contextlib.suppress(TypeError, ValueError):
            parameters = str(inspect.signature(answer))[:LONGEST_ERROR]
    return Raised(
        text,
        kind,
        in_answer=bool(own) and frames[-1] is own[-1],
        parameters=parameters,
        cause=cause,
    )
