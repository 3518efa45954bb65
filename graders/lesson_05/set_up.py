"""Exercise 5.7: the optimizers and the first weights."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.aspect import Aspect, Finding, Given, Seen
from graders.core.errors import Causes
from graders.core.values import close, name_of, plain, spread
from graders.instruments.calls import exercise
from graders.instruments.normal import (
    DEVIATION,
    NOT_FROM_NORMAL_CHANCE,
    explain_draws,
    not_from_normal,
)

WIDTH = 64

LR, BETAS = 1e-3, (0.0, 0.99)
ASKED = {"lr": LR, "betas": BETAS, "weight_decay": 0, "eps": 1e-8, "amsgrad": False}
"""Settings of Adam; what the exercise does not speak of keeps its default."""

CAUSES: Causes = (
    ("betas must be either both floats", "0 is a whole number: torch asks for (0.0, 0.99)"),
    ("object has no attribute 'weight'",
     "not every module has weights: visit gen.modules() and ask isinstance first"),
    ("optimizer can only optimize Tensors",
     "an optimizer takes parameters, gen.parameters(); not layers, names or networks"),
    ("'method' object is not iterable", "brackets are missing: gen.parameters(), gen.modules()"),
    ("got an empty parameter list",
     "an iterator was used up: call gen.parameters() anew wherever parameters are needed"),
    ("a leaf Variable that requires grad is being used in an in-place",
     "nn.init.normal_ fills parameters; weight.normal_ needs torch.no_grad() around it"),
)  # fmt: skip


def _small_networks() -> tuple[nn.Sequential, nn.Sequential]:
    gen = nn.Sequential(
        nn.Linear(WIDTH, WIDTH), nn.BatchNorm1d(WIDTH), nn.ReLU(), nn.Linear(WIDTH, 8), nn.Tanh()
    )
    disc = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(0.2), nn.Linear(WIDTH, 8))
    for layer in (*gen, *disc):
        if isinstance(layer, nn.Linear):
            nn.init.constant_(layer.bias, 3.0)  # so large that a weight decay shows
    return gen, disc


class SetUp(Aspect):
    """An aspect of ``set_up``, called with two small networks."""

    call = "set_up(gen, disc)"
    names = ("gen", "disc")
    causes = CAUSES

    def example(self, given: Given) -> tuple[Any, ...]:
        return _small_networks()


class SetUpOptimizers(SetUp):
    """Which weights each optimizer moves, and how far: two steps with given gradients."""

    title = "each optimizer moves its own network, as Adam does"
    chance = 0.0  # the steps are compared from whichever weights they begin at

    def observe(self, answer: Any, given: Given) -> Seen:
        gen, disc = _small_networks()
        result = answer(gen, disc)
        if not isinstance(result, tuple | list) or len(result) != 2:
            return {"result": plain(result)}
        if not all(isinstance(opt, torch.optim.Optimizer) for opt in result):
            return {"result": plain(result)}
        return {
            "result": "two optimizers",
            "paths": [_path(opt, gen, disc) for opt in result],
            "settings": [_settings(opt) for opt in result],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["result"] != "two optimizers":
            likely = "two optimizers are asked for: return gen_opt, disc_opt"
            if seen["result"] is None:
                likely = "a forgotten return"
            return Finding("a pair (gen_opt, disc_opt)", name_of(seen["result"]), likely)
        owners = ("gen", "disc")
        for number, (owner, path) in enumerate(zip(owners, seen["paths"], strict=True)):
            name = f"{owner}_opt"
            moved = [n for n, p in zip(owners, path, strict=True) if not torch.equal(p[0], p[1])]
            if moved != [owner]:
                got = f"{name} moves {' and '.join(moved) or 'nothing'}"
                likely = (
                    "it holds the parameters of both; each optimizer is made with one network's"
                )
                if not moved:
                    likely = f"{name} holds no parameters, or has the learning rate 0"
                if moved == [owners[1 - number]]:
                    likely = f"{name} was given the other network's parameters"
                    others = seen["paths"][1 - number]
                    if not torch.equal(others[number][0], others[number][1]):
                        likely = "the two optimizers are returned in the other order"
                return Finding(f"{name} moves the weights of {owner} and no others", got, likely)
            start, *after = path[number]
            want = _adam_path(start)
            for steps, (got, right) in enumerate(zip(after, want, strict=True), 1):
                if close(got - start, right - start, 1e-5):
                    continue
                likely = seen["settings"][number]
                if not _all_moved(start, got):
                    likely = (
                        "some layers are not given to the optimizer, or got new parameters after "
                        "it was made"
                    )
                return Finding(
                    f"{name}: Adam with learning rate {LR:g} and betas (0, 0.99)",
                    f"another step ({steps} of 2), of mean length {(got - start).abs().mean():.2g}",
                    likely,
                )
        return None


def _settings(optimizer: torch.optim.Optimizer) -> str | None:
    """What is another setting than the exercise asks for, in words."""
    kind, settings = type(optimizer).__name__, optimizer.param_groups[0]
    if "betas" not in settings:
        return f"{kind} stands where Adam is asked for"
    for name, want in ASKED.items():
        if settings.get(name, want) != want:
            words = {"lr": "the learning rate is", "betas": "the betas are"}
            return f"{words.get(name, f'{name} is')} {str(settings[name])[:40]}"
    return f"{kind} stands where Adam is asked for" if kind != "Adam" else None


def _all_moved(start: Tensor, after: Tensor) -> bool:
    return bool((start != after).float().mean() > 0.99)


def _weights(net: nn.Module) -> Tensor:
    return torch.cat([p.detach().flatten() for p in net.parameters()])


def _gradients(count: int) -> tuple[Tensor, Tensor]:
    """Two gradients of other sizes and signs, so that both betas show in the second step."""
    steps = torch.arange(count)
    return 0.5 + steps % 3, 0.1 - 0.4 * (steps % 4)


def _path(optimizer: torch.optim.Optimizer, gen: nn.Module, disc: nn.Module) -> list[list[Tensor]]:
    """The weights of both networks before, between and after two steps of an optimizer."""
    nets = (gen, disc)
    paths = [[_weights(net)] for net in nets]
    for number in range(2):
        for net in nets:
            gradient = _gradients(len(_weights(net)))[number]
            parts = gradient.split([p.numel() for p in net.parameters()])
            for p, part in zip(net.parameters(), parts, strict=True):
                p.grad = part.reshape(p.shape).clone()
        optimizer.step()
        for path, net in zip(paths, nets, strict=True):
            path.append(_weights(net))
    return paths


def _adam_path(start: Tensor) -> list[Tensor]:
    """Two steps of Adam (Kingma and Ba 2014, arXiv:1412.6980, algorithm 1), with beta1 = 0."""
    first, second = _gradients(len(start))
    after_one = start - LR * first.sign()
    mean_square = (BETAS[1] * first.square() + second.square()) * (1 - BETAS[1])
    mean_square = mean_square / (1 - BETAS[1] ** 2)
    return [after_one, after_one - LR * second / (mean_square.sqrt() + 1e-8)]


class SetUpWeights(SetUp):
    """The weights of Linear layers are N(0, 0.02); the scales of BatchNorm stay around 1."""

    title = "the first weights"
    call = "set_up(gen, disc), [gen[n].weight for n in (0, 1, 3)], disc[0].weight, disc[2].weight"
    linear = (("gen", 0), ("gen", 3), ("disc", 0), ("disc", 2))

    @property
    def chance(self) -> float:
        return len(self.linear) * NOT_FROM_NORMAL_CHANCE  # a scale is off with less than 1e-19

    def observe(self, answer: Any, given: Given) -> Seen:
        gen, disc = _small_networks()
        answer(gen, disc)
        nets = {"gen": gen, "disc": disc}
        return {
            "weights": {f"{net}[{n}]": plain(nets[net][n].weight) for net, n in self.linear},
            "scales": plain(gen[1].weight),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        nets = dict(zip(("gen", "disc"), _small_networks(), strict=True))
        for net, n in self.linear:
            place, shape = f"{net}[{n}]", plain(nets[net][n].weight).shape
            weight = seen["weights"][place]
            if not isinstance(weight, Tensor) or weight.shape != shape:
                return Finding(
                    f"{place}.weight of shape {tuple(shape)}",
                    name_of(weight),
                    "the weights are filled anew in the shape that they have",
                )
            if not_from_normal(weight, 0.0, DEVIATION):
                likely = explain_draws(weight, 0.0)
                if abs(weight.std().item() - 1 / math.sqrt(3 * WIDTH)) < 0.005:
                    likely = f"the Linear layer {place} is as PyTorch made it"
                return Finding(
                    "the weights of every Linear layer from N(0, 0.02)",
                    f"{place}.weight: {spread(weight)}",
                    likely,
                )
        scales = seen["scales"]
        if not ((scales - 1).abs() < 0.2).all():  # N(1, 0.02) stays within ten deviations
            return Finding(
                "BatchNorm scales around 1",
                spread(scales),
                "they multiply what comes through: drawn around 0, they shrink fifty-fold what no "
                "BatchNorm behind them brings back",
            )
        return None


item = exercise(
    "5.7",
    "set_up(gen, disc)",
    SetUpOptimizers(),
    SetUpWeights(),
    see=(
        ("learning rate", "hint 1"),
        ("modules()", "hint 2"),
        ("nn.init", "hint 2"),
        ("parameters", "hint 2"),
        ("betas", "hint 2"),
    ),
)
