"""The checks without their judges: what a notebook's process has of ``graders``.

A submission is judged outside, where the student's code never runs. So the process in which it
does run needs no ``judge``, nor what the judges alone use: keys, formulas, tables of mistakes. They
are cut out of the source before it is compiled. That is done in another process, so that they have
never been in the memory of this one.

    python -m gancourse.sandbox.observing     writes the compiled modules to standard output
"""

from __future__ import annotations

import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, ModuleType

GRADERS = Path(__file__).resolve().parents[2] / "graders"

JUDGING = {"judge", "chance"}
"""What only the outside asks of an aspect."""

CALLED = {"item", "example", "CheckFailed", "NotAttempted"}
"""What notebooks use of ``graders``."""


# Cutting out --------------------------------------------------------------------------------------

Name = tuple[str, str]
"""A module and a name that it defines; for a method, no module and its name."""

Holder = ast.Module | ast.ClassDef
"""What holds definitions."""


class Scope(dict[str, Name]):
    """What each name means in a module: what it has imported, or something of its own."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module = module
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self |= {a.asname or a.name: (node.module, a.name) for a in node.names}

    def __missing__(self, name: str) -> Name:
        return self.module, name


def without_judges(
    sources: Mapping[str, str], callers: Iterable[str] = ()
) -> dict[str, ast.Module]:
    """Modules without judges, and without the functions, classes and tables that only they use.

    Args:
        sources: The text of each module of ``graders``.
        callers: The texts of other modules; what they import stays.
    """
    trees = {module: ast.parse(text) for module, text in sources.items()}
    scopes = {module: Scope(module, tree) for module, tree in trees.items()}
    holders = [
        (scopes[module], node)
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, Holder)
    ]
    for _, holder in holders:
        _keep(holder, [part for part in holder.body if not _defined(part) & JUDGING])
    unused: dict[ast.AST, Scope] = {
        part: scope for scope, holder in holders for part in _optional(holder)
    }
    used = {(module, name) for module in trees for name in CALLED}
    used = used.union(*(Scope("", ast.parse(text)).values() for text in callers))
    needed: dict[ast.AST, Scope] = {tree: scopes[module] for module, tree in trees.items()}
    while needed:
        unused = {part: scope for part, scope in unused.items() if part not in needed}
        used = used.union(*(_used(part, scope, unused) for part, scope in needed.items()))
        needed = {part: scope for part, scope in unused.items() if _names(part, scope) & used}
    for _, holder in holders:
        _keep(holder, [part for part in holder.body if part not in unused])
    for tree in trees.values():
        _drop_imports(tree, used)
    return trees


def _keep(holder: Holder, parts: list[ast.stmt]) -> None:
    holder.body = parts or [ast.Pass()]


def _optional(holder: Holder) -> list[ast.stmt]:
    """What can go if nothing names it: a module's definitions, a class's private methods."""
    names = [(part, name) for part in holder.body for name in sorted(_defined(part))[:1]]
    if isinstance(holder, ast.Module):
        return [part for part, name in names if not name.startswith("__")]
    return [part for part, name in names if name.startswith("_") and not name.endswith("_")]


def _defined(part: ast.AST) -> set[str]:
    """The names that a function, a class or an assignment defines."""
    match part:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            nodes = [node for target in targets for node in ast.walk(target)]
            return {node.id for node in nodes if isinstance(node, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _names(part: ast.AST, scope: Scope) -> set[Name]:
    """What a part can be called: a function may be a module's or a method."""
    return {name for word in _defined(part) for name in ((scope.module, word), ("", word))}


def _used(part: ast.AST, scope: Scope, without: Collection[ast.AST]) -> set[Name]:
    """What a part of a module names, leaving out some parts of it."""
    used: set[Name] = set()
    waiting = [part]
    while waiting:
        node = waiting.pop()
        waiting += [child for child in ast.iter_child_nodes(node) if child not in without]
        match node:
            case ast.Name(id=word, ctx=ast.Load()):
                used.add(scope[word])
            case ast.Attribute(value=ast.Name(id=base), attr=word):
                used |= {("", word), (".".join(scope[base]), word)}
            case ast.Attribute(attr=word):
                used.add(("", word))
            case ast.Constant(value=str() as word):  # as in __all__
                used.add(scope[word])
    return used


def _drop_imports(tree: ast.Module, used: set[Name]) -> None:
    """Import nothing that is not there any more."""
    for part in tree.body:
        if isinstance(part, ast.ImportFrom) and (part.module or "").startswith("graders"):
            part.names = [alias for alias in part.names if (part.module, alias.name) in used]
    tree.body = [part for part in tree.body if getattr(part, "names", True)]


# Loading ------------------------------------------------------------------------------------------

Compiled = dict[str, tuple[str, CodeType]]
"""For each module its file and its code."""


def compiled() -> Compiled:
    """All modules of ``graders``, cut and compiled."""
    files = {}
    for path in sorted(GRADERS.rglob("*.py")):
        parts = path.relative_to(GRADERS.parent).with_suffix("").parts
        files[".".join(part for part in parts if part != "__init__")] = path
    callers = [path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py")]
    sources = {name: path.read_text("utf-8") for name, path in files.items()}
    trees = without_judges(sources, callers)
    return {
        name: (str(files[name]), compile(tree, files[name], "exec")) for name, tree in trees.items()
    }


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules among those compiled. Each is made once: to load it again changes nothing."""

    def __init__(self, modules: Compiled) -> None:
        self.compiled, self.made = modules, dict[str, ModuleType]()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self.compiled:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self.compiled[fullname][0], loader=self
        )

    def is_package(self, fullname: str) -> bool:
        return Path(self.compiled[fullname][0]).name == "__init__.py"

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self.made.get(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ not in self.made:
            self.made[module.__name__] = module
            exec(self.compiled[module.__name__][1], vars(module))


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """From the end of the block on, imports of ``graders`` give its observing half.

    What is imported in the block is loaded while another process makes that half.
    """
    command = [sys.executable, "-m", "gancourse.sandbox.observing"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        yield
        output = process.communicate()[0]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    sys.meta_path.insert(0, Finder(marshal.loads(output)))


if __name__ == "__main__":
    sys.stdout.buffer.write(marshal.dumps(compiled()))
