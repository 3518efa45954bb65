"""What a teacher may want to look at: cells that name the course's own reference, or its checks.

A notice is a fact about the code. It is no verdict, it costs no points, and no student sees it. It
can be avoided by whoever means to: a name can be put together while the code runs.
"""

from __future__ import annotations

import ast
import itertools
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType

from nbformat import NotebookNode

import ganlab
import graders
from gancourse.text import printable

OWN = re.compile(r"\b(?:ganlab|graders)\b(?:[./]\w+)*")
"""A part of the course in a text: ``ganlab.networks``, ``…/ganlab/networks.py``."""

LOOKS_AROUND = {
    *("gc.get_objects", "gc.get_referrers", "gc.get_referents"),
    *("inspect.stack", "inspect.currentframe", "sys._getframe", "sys.settrace", "sys.setprofile"),
    *("sys.meta_path", "sys.modules.values", "sys.modules.items"),
}
"""How a program finds what nobody has handed to it."""

MAGIC = re.compile(r"(?m)^([ \t]*(?:[^\W\d][\w, ]*=[ \t]*)?)([!%?].*|[\w.]+\?+)$")
"""A line of IPython's: ``!cat …``, ``%run …``, ``text = !ls``, ``name??``."""

HEADS = re.compile(r"(?:%%.*(?:\n|$))+")
"""The first lines of a cell that say what IPython does with the rest: ``%%writefile a.py``."""

INSIDE = {"__dict__", "__file__", "__path__", "__loader__", "__spec__", "__getattr__"}
"""What gives a module away as a whole."""

LONGEST = 100_000
"""The most characters of a cell that are read."""

MOST_NAMES = 5
"""How many names of one cell are told."""

MOST_NOTICES = 30
"""Of how many cells the teacher is told."""


def notices_on(nb: NotebookNode, released: NotebookNode) -> list[str]:
    """A sentence for each code cell that names what a student has no need of.

    Args:
        nb: The repaired notebook.
        released: The notebook as students got it; what that names is no notice.
    """
    items = items_of(released)
    known = {cell.source for cell in released.cells}
    meant: dict[str, str] = {}
    usual = {name for cell in _code(released) for name in named_in(cell.source, meant)}
    notices = []
    for cell in _code(nb):
        names = dict.fromkeys(named_in(cell.source[:LONGEST], meant))
        strange = [name for name in names if name not in usual and is_strange(name, items)]
        if strange and cell.source not in known:
            where = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id
            notices.append(f"The cell `{where}` names {_listed(strange)}.")
    if len(notices) > MOST_NOTICES:
        notices[MOST_NOTICES:] = [f"And so on: {len(notices)} cells like these."]
    return notices


def items_of(released: NotebookNode) -> set[str]:
    """The names of what a lesson asks for, e.g. ``get_noise``."""
    pattern = re.compile(r"graders\.check_\w+\((\w+)\)")
    return {name for cell in _code(released) for name in pattern.findall(cell.source)}


def is_strange(name: str, items: set[str]) -> bool:
    """Whether a dotted name is a reference for ``items``, or of the checks more than is offered."""
    package, *parts = name.removesuffix(".py").split(".")
    parts = [*itertools.takewhile(lambda part: part not in INSIDE, parts)]
    if package == "graders":
        return not (len(parts) == 1 and parts[0] in {"*", *graders.__all__})
    if package != "ganlab":
        return name in LOOKS_AROUND
    functions, methods = _defined()
    modules = {module for item in items for module in functions.get(item, ())}
    hidden = {module for item in items for module in methods.get(item, ())}
    if items & {*parts} or hidden & {*parts[:1]}:
        return True
    whole = len(parts) < 2 or parts[1] == "*"  # the module itself is handed on or named in a text
    return whole and (bool(modules & {*parts[:1]}) or (not parts and bool(modules | hidden)))


@cache
def _defined() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The modules of ``ganlab`` in which a function or class is defined, or a method."""
    functions: dict[str, set[str]] = {}
    methods: dict[str, set[str]] = {}
    for path in Path(ganlab.__path__[0]).glob("*.py"):
        for part in ast.parse(path.read_text("utf-8")).body:
            if isinstance(part, ast.FunctionDef | ast.ClassDef):
                functions.setdefault(part.name, set()).add(path.stem)
            if isinstance(part, ast.ClassDef):
                for method in part.body:
                    if isinstance(method, ast.FunctionDef):
                        methods.setdefault(method.name, set()).add(path.stem)
    return functions, methods


def origin_notices(name: str, origins: object, items: set[str]) -> list[str]:
    """A sentence for an answer that no cell has made, or that calls what no cell has made.

    Args:
        name: The answer's name.
        origins: What the sandbox says of it; see `gancourse.sandbox.origins`.
        items: What the lesson asks for.
    """
    if not isinstance(origins, list):
        return []
    words = [one for one in origins if isinstance(one, str)]
    strange = [one for one in words if one.startswith("a file") or is_strange(one, items)]
    return [f"`{name}` is made of {_listed(strange)}."] if strange else []


# Names in code ------------------------------------------------------------------------------------


def named_in(source: str, meant: dict[str, str]) -> list[str]:
    """The dotted names in a cell: of what is imported, and of the course's parts in its texts.

    Args:
        source: Code, with IPython's own lines or without; or any text.
        meant: What names mean from here on, e.g. ``{"nn": "torch.nn"}``; the cell's are added.
    """
    if heads := HEADS.match(source):
        return [*_parts_of_the_course(heads[0]), *named_in(source[heads.end() :], meant)]
    for text in (source, MAGIC.sub(lambda line: f"{line[1]}print({line[2]!r})", source)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
                code = compile(tree, "", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            return [*_names(tree, meant), *_names_in_texts(code, meant)]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return _parts_of_the_course(source)


def _names(tree: ast.Module, meant: dict[str, str]) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    for node in nodes:
        match node:
            case ast.Import(names=names):
                for one in names:
                    meant[one.asname or one.name.split(".")[0]] = (
                        one.name if one.asname else one.name.split(".")[0]
                    )
            case ast.ImportFrom(module=str() as module, names=names):
                for one in names:
                    meant[one.asname or one.name] = f"{module}.{one.name}"
                    yield f"{module}.{one.name}"
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if meaning := _meaning(value, meant):
                    meant[name] = meaning
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if id(node) not in inner and (meaning := _meaning(node, meant)):
            yield meaning


def _meaning(node: ast.AST, meant: dict[str, str]) -> str | None:
    """The dotted name of what an expression gives, if it is imported."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return meant.get(name)
        case ast.Attribute(value=value, attr=name):
            base = _meaning(value, meant)
            return f"{base}.{name}" if base else None
        case ast.Call(
            func=ast.Name(id="__import__" | "import_module")
            | ast.Attribute(attr="import_module" | "__import__"),
            args=[ast.Constant(value=str() as module), *_],
        ):
            return module
        case ast.Subscript(
            value=ast.Attribute(attr="modules"), slice=ast.Constant(str() as module)
        ):
            return module
    return None


def _names_in_texts(code: CodeType, meant: dict[str, str]) -> Iterator[str]:
    """Those in a program's texts, which may be programs again. Sums of texts are texts here."""
    for text in _texts(code.co_consts):
        if "import" in text:
            yield from named_in(text, meant)
        else:
            yield from _parts_of_the_course(text)


def _texts(constants: Iterable[object]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _texts(constant.co_consts)
        elif isinstance(constant, tuple | frozenset):
            yield from _texts(constant)


def _parts_of_the_course(text: str) -> list[str]:
    """Those that a text names; a word in prose is none."""
    found = OWN.findall(text)
    return [
        one.replace("/", ".") for one in found if one == text or one not in ("ganlab", "graders")
    ]


# Small things -------------------------------------------------------------------------------------


def _code(nb: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in nb.cells if cell.cell_type == "code")


def _listed(names: list[str]) -> str:
    words = [f"`{printable(name[:80])}`" for name in names[:MOST_NAMES]]
    return ", ".join(words) + (", …" if len(names) > MOST_NAMES else "")
