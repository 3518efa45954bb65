"""What became of the cell that should define an answer."""

from __future__ import annotations

import ast
import hashlib
import inspect
import linecache
import re
import symtable
import sys
import types
import warnings
from collections.abc import Sequence
from typing import Any

from graders.core.bytecode import methods_of
from graders.core.errors import words_of


def shell() -> Any:
    """The IPython that runs here; None in plain Python."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def defines(source: str, name: str) -> bool:
    """Whether a cell defines ``name`` on its outermost level, or would without a syntax error."""
    name = re.escape(name)
    return bool(
        re.search(
            rf"^(?:(?:async +)?def|class) +{name}\b"
            rf"|^{name} *(?::[^=\n]*)?=(?!=)"
            rf"|^(?:\w+ +)?{name} *\(.*\).*: *$",  # a mistyped "def", or none
            source,
            flags=re.MULTILINE,
        )
    )


def from_before(name: str, answer: Any) -> str | None:
    """Say that ``answer`` is older than the last run of its cell, which ended with an error.

    Args:
        name: What the answer cell defines.
        answer: What the notebook knows under that name.

    Returns:
        A sentence; None outside of IPython, and where the answer is the newest.
    """
    running = shell()
    cells = running.user_ns.get("In", ()) if running else ()
    return _from_before(name, answer, [cell for cell in cells if isinstance(cell, str)])


def digest(source: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a cell's text, blanks around it aside."""
    return hashlib.sha256(source.strip().encode(errors="surrogateescape")).hexdigest()[:16]


def answer_digest(name: str, answer: Any) -> str | None:
    """The `digest` of the cell that defined ``name`` last, as it was run; None if there is none.

    A program may run a notebook without a history: then it is the code that Python keeps.
    """
    running = shell()
    cells = running.history_manager.input_hist_raw if running else ()
    source = next((cell for cell in reversed(cells) if defines(cell, name)), _source_of(answer))
    return digest(source) if running and source else None


def _from_before(name: str, answer: Any, cells: Sequence[str]) -> str | None:
    defining = [cell for cell in cells if defines(cell, name)]
    if not defining:
        return None
    error = syntax_error(defining[-1])
    if not error and (source := _source_of(answer)) and getattr(answer, "__name__", "") == name:
        older = [cell.rstrip() for cell in defining[:-1]]
        if source.rstrip() in older and source.rstrip() != defining[-1].rstrip():
            error = "an error"
    if not error:
        return None
    return f"the last run of the answer cell ended with {error}: what is checked is from before it"


def binds(source: str, name: str) -> bool:
    """Whether a cell gives ``name`` a value on its outermost level, also in a loop or a branch."""
    try:
        symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    except (SyntaxError, ValueError, RecursionError):
        return defines(source, name)
    made = (one for one in symbols if one.is_assigned() or one.is_imported())
    return any(one.get_name() == name for one in made)


def syntax_error(source: str) -> str | None:
    """The syntax error of a cell, in words; None if Python can read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            compile(source, "the answer cell", "exec", flags=flags, dont_inherit=True)
    except SyntaxError as error:
        return f"a {type(error).__name__}: {words_of(error)}"
    except (ValueError, MemoryError, RecursionError):
        return None
    return None


def _source_of(answer: Any) -> str:
    """The source of the cell in which a function or class was made; nothing if it is not known."""
    functions = methods_of(answer) if inspect.isclass(answer) else [answer]
    for function in functions:
        if isinstance(function, types.FunctionType):
            return "".join(linecache.getlines(function.__code__.co_filename))
    return ""
