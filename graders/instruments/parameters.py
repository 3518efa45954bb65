"""An aspect of every function and class: the order of its parameters."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.values import listing


@dataclass
class Parameters(Aspect):
    """The parameters stand in the asked order. Other names are fine, misplaced ones are not.

    Attributes:
        signature: What the exercise asks for, e.g. ``"get_noise(n_samples, z_dim, device='cpu')"``.
    """

    signature: str

    title = "its parameters"
    rule = True

    def __post_init__(self) -> None:
        self.call = f"help({self.signature.partition('(')[0]})"

    def observe(self, answer: Any, given: Given) -> Seen:
        try:
            parameters = inspect.signature(answer).parameters.values()
        except (TypeError, ValueError):
            return {"names": None}
        return {
            "names": [p.name for p in parameters if p.kind is not p.VAR_KEYWORD],
            "any": any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        names = seen["names"]
        if names is None or seen["any"]:
            return None
        (function,) = ast.parse(f"def {self.signature}: ...").body
        assert isinstance(function, ast.FunctionDef)
        wanted = [argument.arg for argument in function.args.args]
        misplaced = [
            name
            for place, name in enumerate(wanted)
            if name in names and names.index(name) != place
        ]
        missing = [name for name in wanted if name not in names]
        if len(names) < len(wanted):
            likely = f"{listing(missing)} is missing"
        elif misplaced and len(names) > len(wanted):
            strange = [name for name in names if name not in wanted]
            likely = f"{listing(strange)} is one parameter too many"
        elif misplaced:
            likely = f"{misplaced[0]} stands in another place"
        else:
            return None
        return Finding(f"the parameters {listing(wanted)}", listing(names), likely)
