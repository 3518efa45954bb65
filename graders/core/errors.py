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

from graders.core.bytecode import STUB, STUB_FOUND, Reads, dropped_result
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

DEVICE_BY_NAME = "torch.randn takes sizes first, and the device by its name: device=device"

ONE_NUMBER = (
    "a tensor of several numbers stands where one is asked for: functions of Python's math, "
    "float() and int() take one, torch.exp and torch.log take tensors"
)

RETAIN = (
    "a backward pass frees the graph that both results hang on: compute it anew, or pass "
    "retain_graph=True"
)

DTYPES = "numbers of two dtypes meet: those of networks are float32, and .float() makes such"

LAYER_FOR_TENSOR = (
    "a layer is used where a tensor belongs, or has no method of this name: nn.Sequential joins "
    "layers"
)

WITHOUT_BRACKETS = "a function stands in a calculation without its brackets: f(x) calls it"

NO_CALL = "brackets behind a value call it as a function: is a * or a comma missing?"

RANDN = "torch.randn(rows, columns, device=device): two whole numbers, and names for the rest"

SIZES = "a size is a whole number: no text in quotes, no tensor, no layer"

WITHOUT_INPUT = (
    "a function that works on a tensor is called without one: in a list of layers nn.ReLU() "
    "stands, F.relu(x) is for forward"
)

_CAUSES: Causes = (
    ("[ModuleList] is missing", "nn.ModuleList only keeps layers: nn.Sequential applies them"),
    ("[ModuleDict] is missing", "nn.ModuleDict only keeps layers: nn.Sequential applies them"),
    ('is missing the required "forward" function', "the class has no method named forward"),
    ("before Module.__init__", "super().__init__() must come first"),
    ("has no attribute '_", "super().__init__() must come first"),
    ("list is not a Module subclass",
     "nn.Sequential takes the layers one by one: nn.Sequential(*layers)"),
    ("got an unexpected keyword argument",
     "this function has no argument of that name; PyTorch may call it otherwise"),
    ("NoneType is not a Module subclass", "None stands where a layer belongs"),
    ("is not a Module subclass",
     "nn.Sequential takes layers: objects, made with brackets as in nn.ReLU(), not functions"),
    ("NoneType", "something here is None: a placeholder, or what a function gives that returns "
     "nothing, as list.append"),
    ("got torch.device", DEVICE_BY_NAME),
    ("got str", DEVICE_BY_NAME),
    ("randn_like()", "names that end in _like take a tensor and copy its shape; torch.randn takes "
     "sizes"),
    ("_like()", "names that end in _like take a tensor and copy its shape"),
    ("randn() received an invalid combination", RANDN),
    ("rand() received an invalid combination", RANDN),
    ("argument 'size'", SIZES),
    ("normal() received an invalid combination",
     "torch.normal takes a mean, a deviation and size=(rows, columns); torch.randn is shorter"),
    ("device type at start of device string",
     "the name of a device is asked for: device=device, without quotes around the argument"),
    ("Invalid device string", "the name of a device is asked for: device=device, without quotes"),
    (".forward() takes 1 positional argument", "self is missing as forward's first parameter"),
    ("takes 0 positional arguments but 1 was given",
     "it has no parameter: in a class, self is a method's first one"),
    ("missing 1 required positional argument: 'input'", WITHOUT_INPUT),
    ('missing 1 required positional arguments: "input"', WITHOUT_INPUT),
    ("missing 1 required positional argument: 'batch'",
     "a network is called without its input: gen(noise), disc(images)"),
    ("forward() takes 2 positional arguments but 3 were given",
     "a network takes one tensor: call it once for each batch"),
    ("forward() missing 1 required positional argument: 'target'",
     "the criterion compares two tensors: criterion(prediction, target)"),
    ("must be Tensor, not builtin_function_or_method",
     "a function stands where its result belongs: brackets are missing, as in .detach()"),
    ("must be Tensor, not function",
     "a function stands where a tensor belongs: the brackets of its call are missing"),
    ("must be Tensor, not numpy.ndarray",
     "NumPy's array stands where a tensor belongs: torch.from_numpy(…) makes one"),
    ("must be Tensor, not list", "a list stands where a tensor belongs: torch.stack makes one"),
    ("must be Tensor, not tuple", "several values stand where one tensor belongs"),
    ("must be Tensor, not float", WITHOUT_INPUT),
    ("must be Tensor, not int", WITHOUT_INPUT),
    ("must be Tensor, not", "a layer, or something else, stands where a tensor belongs"),
    ("missing 1 required positional argument: 'out_features'",
     "nn.Linear takes two sizes: of what comes in, and of what goes out"),
    ("missing 1 required positional argument: 'num_features'",
     "BatchNorm takes the number of features of what comes in"),
    ("mat1 and mat2 shapes cannot be multiplied",
     "the input of a layer has another size than it was made for: what the layer before gives, or "
     "the input itself"),
    ("running_mean should contain",
     "BatchNorm was given another size than the output of the layer before it"),
    ("expected 2D or 3D input (got 4D",
     "BatchNorm1d takes rows of numbers; images need BatchNorm2d"),
    ("expected 4D input", "BatchNorm2d takes images; rows of numbers need BatchNorm1d"),
    (" channels, but got ",
     "a layer's in_channels are not the out_channels of the layer before it"),
    ("is invalid for input of size",
     "a size is written as a number where an argument should stand, or is not that of this "
     "tensor"),
    ("must match the size of tensor", "two tensors of different shapes were combined"),
    ("must match the existing size", "two tensors of different shapes were combined"),
    ("flags of leaf variables",
     "requires_grad cannot be set on what was computed: .detach() gives a tensor without history"),
    ("nested_tensorlist", "gradients are clipped before there are any: that is the training loop's "
     "work, after backward()"),
    ("inplace arithmetic", "an in-place operation changes a tensor that carries gradients"),
    ("used in an in-place operation",
     "an in-place operation, such as += or a name that ends in _, on a tensor that asks for "
     "gradients"),
    ("grad can be implicitly created only for scalar outputs",
     "a derivative is taken of one number: .sum() makes one, and its derivative for each element "
     "is that element's own"),
    ("to not have been used in the graph",
     "the loss is not made from this very tensor: call requires_grad_() on it first, then compute"),
    ("does not require grad",
     "nothing asks for gradients here: requires_grad_() is missing, or detach() or no_grad() cut "
     "them off"),
    ("Trying to backward through the graph a second time", RETAIN),
    ("call numpy() on Tensor that requires grad",
     "NumPy cannot follow gradients: torch has these functions too"),
    ("NVIDIA driver", FIXED_DEVICE),
    ("Torch not compiled with CUDA", FIXED_DEVICE),
    ("to be on the same device, but", FIXED_DEVICE),  # where there is a GPU
    ("module 'torch", "a misspelt name? capital and small letters count"),
    ("'Tensor' object has no attribute", "tensors have no method of this name: a misspelt one?"),
    ("type object 'Tensor'", "such functions belong to torch itself: torch.randn, for one"),
    ("'numpy.ndarray' object", "that is NumPy's array: torch.from_numpy(…) makes a tensor of it"),
    ("'Linear' object has no attribute", LAYER_FOR_TENSOR),
    ("'Sequential' object has no attribute", LAYER_FOR_TENSOR),
    ("'list' object has no attribute",
     "that is a list: nn.Sequential(*layers) makes a network of layers, torch.stack a tensor of "
     "tensors"),
    ("'tuple' object has no attribute", "several values came back where one was expected"),
    ("'function' object has no attribute", "a function is used as if it had been called: brackets"),
    ("not enough values to unpack", "a function gives fewer values than are taken from it"),
    ("too many values to unpack", "there are more values than names on the left"),
    ("cannot unpack non-iterable", "one value comes back where several names stand on the left"),
    ("iteration over a 0-d tensor", "one number comes back where several names or a loop stand"),
    ("to be on the same device", "make every tensor on device"),
    ("device type for generator but found",
     "torch.Generator(device=device) makes a generator of the device passed"),
    ("device type tensor to numpy",
     "NumPy's arrays stand on the processor: .cpu() comes before .numpy()"),
    ("can be converted to Python scalars", ONE_NUMBER),
    ("cannot be converted to Scalar", ONE_NUMBER),
    ("can be converted to an index", ONE_NUMBER),
    ("doesn't define __round__", "round() takes one number; torch.round takes tensors"),
    ("Boolean value of Tensor with more than one value",
     "if, and, or, max() and min() need one answer, a tensor gives one for each element: "
     "arithmetic or torch.where works on all of them"),
    ("'module' object is not callable",
     "that is a module: the function in it has a name of its own, or is spelled otherwise"),
    ("object is not callable", NO_CALL),
    ("is not subscriptable", "square brackets take elements; round ones call functions and make "
     "objects"),
    ("'builtin_function_or_method'", WITHOUT_BRACKETS),
    ("'method'", WITHOUT_BRACKETS),
    ("'function' and", WITHOUT_BRACKETS),
    ("and 'function'", WITHOUT_BRACKETS),
    ("must have the same dtype", DTYPES),
    ("expected scalar type", DTYPES),
    ("can't be cast to the desired output type", DTYPES),
    ("takes 1 positional argument but 2 were given",
     "more is handed over than it takes: are brackets around several values missing, as in "
     "torch.tensor([a, b]), or is self missing in a class?"),
    ("maximum recursion depth", "a function calls itself without end: another one is meant?"),
    ("UnboundLocalError",
     "a variable is read before it has a value: it gets one further down, or in one branch only"),
    ("out of bounds", "an index goes beyond the end; counting starts at 0"),
    ("Dimension out of range", "the tensor has fewer dimensions than the code counts"),
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


NO_FUNCTION = "NoFunction"
"""The kind of what is no error but an answer that cannot be called."""

NONE_IN_SEQUENTIAL = (
    "None stands in nn.Sequential where a layer belongs: a placeholder, or what a function gives "
    "that returns nothing"
)

NOTHING_READ = Reads()


class Misuse(Exception):
    """The check's own stand-ins were called in a way that cannot work.

    Attributes:
        likely: The likely cause; None if there are several.
    """

    def __init__(self, text: str, likely: str | None) -> None:
        super().__init__(text)
        self.likely = likely


class LeftBlank(Exception):
    """Something still stands where code belongs; the text says what."""


STUB_WORDS = "Replace this line with your code, then run the cell again."

STUBS = (f"{STUB} (line", f"{STUB}: {STUB_WORDS}")
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
    def left_blank(self) -> str | None:
        """What still stands where code belongs, if that is all that the error says.

        The released stub raises an error that torch, too, raises elsewhere.
        """
        if self.in_answer and self.text.startswith(STUBS) and self.kind == STUB:
            return STUB_FOUND
        return self.text if self.kind == LeftBlank.__name__ else None

    def likely(self, signature: str) -> str | None:
        """The usual cause of such an error, if there is one."""
        if self.cause is not None:
            return self.cause
        if self.kind == NO_FUNCTION:
            what = "a class" if signature[0].isupper() else "a function"
            return f"the name stands for a value; {what} is asked for: {signature}"
        if self.parameters is not None and self.parameters.startswith("(*args"):
            return "__init__ is missing or misspelt: two underscores stand on each side"
        if self.parameters is not None:
            return f"it takes {self.parameters}, but the exercise asks for {signature}"
        return _cause_of(self.text, _CAUSES)


def _cause_of(text: str, causes: Causes) -> str | None:
    return next((cause for part, cause in causes if part in text), None)


def described(
    error: BaseException, answer: Any, causes: Causes = (), reads: Reads = NOTHING_READ
) -> Raised:
    """As `describe_error`, also where the error or the answer fails when it is looked at."""
    try:
        return describe_error(error, answer, causes, reads)
    except KeyboardInterrupt:
        raise
    except BaseException:
        kind = class_name(type(error))
        return Raised(kind[:LONGEST_ERROR], kind[:LONGEST_ERROR], in_answer=False)


def describe_error(
    error: BaseException, answer: Any, causes: Causes = (), reads: Reads = NOTHING_READ
) -> Raised:
    """Turn an error of the student's code into a plain value that names the student's line.

    Args:
        error: What was raised.
        answer: The student's object.
        causes: What errors are caused by here. Of one that is explained by them, the first
            sentence is shown.
        reads: What the answer reads from the notebook: the cause of an error that is not explained
            by ``causes`` if it stands in the place of an argument.
    """
    if not callable(answer):
        return Raised(f"{name_of(plain(answer))}, which cannot be called", NO_FUNCTION, False)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(_LIBRARIES)]
    text, kind = words_of(error), class_name(type(error))
    if own and "ellipsis" in text:
        text, kind = "the placeholder `...` still stands in the answer cell", LeftBlank.__name__
    elif not isinstance(error, Misuse | LeftBlank):
        text = f"{kind}: {text}" if text else kind
    parameters = None
    name = getattr(answer, "__name__", None)
    if isinstance(error, TypeError) and f"{name}()" in text.replace(".__init__", ""):
        with contextlib.suppress(TypeError, ValueError):
            parameters = str(inspect.signature(answer))[:LONGEST_ERROR]
    cause = _cause_of(text, causes)
    if cause:
        text = text.partition(". ")[0]
    if len(text) > LONGEST_ERROR:
        text = text[:LONGEST_ERROR] + " …"
    if isinstance(error, Misuse):
        cause = error.likely
    elif "'NoneType' object is not callable" in text and frames[-1].name == "forward":
        cause = NONE_IN_SEQUENTIAL
    elif isinstance(error, AttributeError) and f"'{name}' object" in text and not cause:
        cause = _other_attributes(error)
    elif type(error) is NameError and reads.unused and not cause:
        cause = f"{_cause_of(text, _CAUSES)}; {reads.ignored}"
    if parameters is None:
        thrown_away = dropped_result(reads.dropped, text)
        cause = thrown_away or reads.in_place_of_arguments or cause
        if not cause and not _cause_of(text, _CAUSES):
            cause = reads.beside_arguments
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno or 0).strip()[:LONGEST_ERROR]
        text += f" (line {own[-1].lineno} of your cell: `{line}`)" if line else ""
    in_answer = bool(own) and frames[-1] is own[-1]
    return Raised(text, kind, in_answer, parameters, cause)


def _other_attributes(error: AttributeError) -> str | None:
    """What ``__init__`` has kept in a network, where something else is looked for."""
    network = error.obj
    if not isinstance(network, torch.nn.Module) or "_modules" not in vars(network):
        return None
    own = [*network._modules, *(name for name in vars(network) if name[0] != "_")]
    kept = [f"self.{name}" for name in own if name != "training"]
    return f"__init__ makes {', '.join(kept) or 'nothing'}, but no self.{error.name}"


def words_of(error: BaseException) -> str:
    """An error's own message on one line; with the line at fault if Python could not read it."""
    if isinstance(error, SyntaxError) and error.lineno:
        line = f": `{error.text.strip()}`" if error.text else ""
        return f"{error.msg} (line {error.lineno} of your cell{line})"
    try:
        return " ".join(str.__str__(str(error)).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # the message itself fails
        return ""
