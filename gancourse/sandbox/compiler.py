"""PyTorch without its compiler, until somebody asks for it.

The compiler, ``torch._dynamo`` with all that comes with it, takes as long to import as the rest of
PyTorch. Every optimizer imports it, and torchvision does, only to say that there is nothing to
compile. In the sandbox that is so (`TORCHDYNAMO_DISABLE`): here they get those few answers. Whoever
asks for more, as ``torch.compile`` does, gets the real one.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "torch._dynamo"

ANSWERS: dict[str, dict[str, Any]] = {
    PACKAGE: {"graph_break": lambda *_, **__: None, "disable": lambda function, *_, **__: function},
    f"{PACKAGE}.utils": {"is_compile_supported": lambda _: False},
}
"""What is answered without the compiler, by module."""


class Postponed(ModuleType):
    """A module of the compiler; asked for anything else, it has the real one imported."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # whoever looks through all modules wants none of them
            raise AttributeError(name)
        load()
        return getattr(importlib.import_module(self.__name__), name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Has the real compiler imported before a module of it that is not `Postponed`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(f"{PACKAGE}."):
            return None
        load()
        if fullname in sys.modules:  # the package has imported it
            return importlib.util.spec_from_loader(fullname, self)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return sys.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """It has been."""


def postpone() -> None:
    """Leave the compiler out until it is asked for; before torchvision or an optimizer is used."""
    import torch

    if PACKAGE in sys.modules:
        return
    for name, answers in ANSWERS.items():
        module = sys.modules[name] = Postponed(name)
        vars(module).update(answers)
    package = sys.modules[PACKAGE]
    package.__path__ = [str(Path(torch.__file__).parent / "_dynamo")]
    vars(package)["utils"] = sys.modules[f"{PACKAGE}.utils"]
    vars(torch)["_dynamo"] = package
    sys.meta_path.insert(0, _Finder())


def load() -> None:
    """Import the real compiler in the place of what stands for it."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name in ANSWERS:
        if isinstance(sys.modules.get(name), Postponed):
            del sys.modules[name]
    vars(sys.modules["torch"])["_dynamo"] = importlib.import_module(PACKAGE)
