"""What training functions are called with: two small networks, their optimizers and a criterion.

Training is checked without training. Two linear networks with given weights, two plain gradient
descents and a criterion write a log: which batch a network was called with, what the criterion
compared, whose gradients were cleared, which gradient an optimizer stepped on. `replay` works out
from it what a right step does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from graders.core.aspect import Aspect, Given, Seen
from graders.core.errors import Causes, Misuse
from graders.core.values import device_of, has_history, name_of, plain
from graders.instruments.seeds import watched_seeds
from graders.instruments.training.criterion import AsymmetricCriterion, Log

Z_DIM, IM_DIM = 4, 6
IMAGE = (1, 2, 3)
DISC_RATE, GEN_RATE = 0.02, 0.01
NAMES: tuple[str, ...] = ("gen", "disc", "gen_opt", "disc_opt", "criterion")
"""The first arguments of a training function."""


def events_of(log: Log, kind: str) -> list[Any]:
    """The events of one kind: what ``"gen"`` was called with, for instance."""
    return [event[kind] for event in log if kind in event]


class Player(nn.Module):
    """A linear network with given weights that logs what it is called with, and in which mode.

    Args:
        name: ``"gen"`` or ``"disc"``.
        weights: Its weight matrix and bias as one vector, see `replay`.
        log: Where its calls are noted.
    """

    def __init__(self, name: str, weights: Tensor, log: Log) -> None:
        super().__init__()
        self.name, self.log = name, log
        self.linear = nn.Linear(Z_DIM, IM_DIM) if name == "gen" else nn.Linear(IM_DIM, 1)
        nn.utils.vector_to_parameters(weights.clone(), self.parameters())

    def forward(self, batch: Tensor) -> Tensor:
        if refusal := self.refusal(batch):
            takes, cause = refusal
            raise Misuse(
                f"{self.name} was called with {name_of(plain(batch))}, but it takes {takes}", cause
            )
        called = {self.name: plain(batch), "device": device_of(batch), "training": self.training}
        self.log.append(called)
        return self.linear(batch)

    def refusal(self, batch: Any) -> tuple[str, str | None] | None:
        """What it takes, and why it was given something else; None if it takes ``batch``."""
        if isinstance(batch, Tensor) and batch.dim() == 2 and batch.shape[1] == self.columns:
            return None
        what = "noise" if self.name == "gen" else "images"
        return f"{what} of shape (n, {self.columns})", self._cause(batch)

    def zero_grad(self, set_to_none: bool = True) -> None:
        self.log.append({"clear": self.name, "gradient": self.gradient()})
        super().zero_grad(set_to_none)

    @property
    def columns(self) -> int:
        """The length of the rows that it takes."""
        return self.linear.in_features

    def _cause(self, batch: Any) -> str | None:
        if not isinstance(batch, Tensor):
            return "a tensor is expected here: are the arguments in the right order?"
        if self.name == "gen":
            if batch.shape[-1:] == (IM_DIM,) or batch.shape[-3:] == IMAGE:
                return "images go into the generator; it takes noise"
            return "the length of the noise is not z_dim: is it written as a number, or exchanged?"
        if batch.shape[-3:] == IMAGE:
            return "the batch is not flattened: real.flatten(start_dim=1) makes rows of it"
        if batch.shape[-1:] == (Z_DIM,):
            return "noise goes into the discriminator: have gen and disc changed places?"
        if batch.dim() == 1:
            return "the whole batch became one row: flatten(start_dim=1) keeps the images apart"
        if batch.dim() == 2:  # flat, but of another length: images from elsewhere
            return None
        return "the discriminator judges flat images, one row each"

    def vector(self) -> Tensor:
        """All weights as one vector."""
        return plain(nn.utils.parameters_to_vector(self.parameters()))

    def gradient(self) -> Tensor | None:
        """All gradients as one vector; None where there are none."""
        if all(p.grad is None for p in self.parameters()):
            return None
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in self.parameters()]
        return plain(nn.utils.parameters_to_vector(grads))


class Descent:
    """Plain gradient descent that logs each step with the gradients that it found.

    It has what training functions use of an optimizer. It is no subclass of torch's, whose first
    object in a process takes a second to make.
    """

    def __init__(self, player: Player, rate: float) -> None:
        self.player = player
        parameters = list(player.parameters())
        self.param_groups: list[dict[str, Any]] = [{"params": parameters, "lr": rate}]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clear the player's gradients."""
        self.player.zero_grad(set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Move the player's weights along its gradients."""
        loss = None if closure is None else closure()
        self.player.log.append({"step": self.player.name, "gradient": self.player.gradient()})
        with torch.no_grad():
            for group in self.param_groups:
                for parameter in group["params"]:
                    if parameter.grad is not None:
                        parameter.sub_(parameter.grad, alpha=group["lr"])
        return loss


class Stage:
    """Two players with their optimizers and a criterion.

    Args:
        given: The players' weights, as drawn by ``draw_players``.
        device: Where they stand.
        player: Their kind.
    """

    def __init__(self, given: Given, device: str = "cpu", player: type[Player] = Player) -> None:
        self.log: Log = []
        self.gen = player("gen", given["gen"], self.log).to(device)
        self.disc = player("disc", given["disc"], self.log).to(device)
        self.gen_opt = Descent(self.gen, GEN_RATE)
        self.disc_opt = Descent(self.disc, DISC_RATE)
        self.criterion: Callable[[Tensor, Tensor], Tensor] = AsymmetricCriterion(self.log)

    def leave_gradients(self, given: Given) -> None:
        """Fill the gradients, as an earlier step leaves them."""
        for player in (self.gen, self.disc):
            leftover = given[f"{player.name} leftover"].clone()
            for parameter in player.parameters():
                part, leftover = leftover.tensor_split([parameter.numel()])
                parameter.grad = part.view_as(parameter).clone()

    def frozen(self) -> list[str]:
        """The players that have parameters without gradients."""
        players = (self.gen, self.disc)
        return [p.name for p in players if not all(w.requires_grad for w in p.parameters())]

    def evaluating(self) -> list[str]:
        """The players in evaluation mode, now or when they were called."""
        return [
            player.name
            for player in (self.gen, self.disc)
            if not player.training
            or any(not event["training"] for event in self.log if player.name in event)
        ]

    def take_log(self) -> Log:
        """What was logged since this was called last."""
        log = list(self.log)
        self.log.clear()
        return log

    def weights(self) -> dict[str, Tensor]:
        """The weights of both players, as vectors."""
        return {"gen": self.gen.vector(), "disc": self.disc.vector()}

    def gradients(self) -> dict[str, Tensor | None]:
        """The gradients of both players."""
        return {"gen": self.gen.gradient(), "disc": self.disc.gradient()}


CAUSES: Causes = (
    ("modified by an inplace operation",
     "a loss is made before a step() and its backward() comes after it: the step has changed the "
     "weights in between. Finish one network's update, then begin the other's"),
    ("backward through the graph a second time",
     "one loss's backward() is called twice, or both losses use the same fakes without detach"),
    ("does not require grad",
     "the loss has no history: a torch.no_grad(), a .detach() or an .item() stands before "
     "backward()"),
    ("too many values to unpack",
     "more values come than names stand on the left: the loader gives images alone, no labels"),
    ("'float' object has no attribute 'backward'",
     ".item() or float() makes a plain number of the loss; backward() needs the tensor, so it "
     "comes first"),
    ("'NoneType' object has no attribute 'append'",
     "append changes the list itself and returns nothing: no `losses =` in front of it"),
    ("'int' object has no attribute 'flatten'",
     "a whole number stands where the batch belongs: `for real in loader` gives the batches, and "
     "real is the sixth argument of train_step"),
    ("'Loader' object is not subscriptable",
     "a loader has no places to count: `for real in loader` gives its batches one by one"),
    ("'Loader' object has no attribute",
     "the loader is no batch: `for real in loader` gives its batches one by one"),
)  # fmt: skip
"""Errors of a training loop, most of them autograd's, and what causes them."""


def draw_players(rng: torch.Generator) -> Given:
    """Weights for both players, and gradients that somebody has left in them."""
    sizes = {"gen": (Z_DIM + 1) * IM_DIM, "disc": IM_DIM + 1}
    return {name: torch.randn(size, generator=rng) / 2 for name, size in sizes.items()} | {
        f"{name} leftover": torch.randn(size, generator=rng) + 3 for name, size in sizes.items()
    }


def draw_real(rng: torch.Generator, count: int, image: tuple[int, ...] = IMAGE) -> Tensor:
    """A batch as a loader gives it, shape ``(count, *image)``: images, or rows of pixels."""
    return torch.randn(count, *image, generator=rng) + 1


class TrainingAspect(Aspect):
    """An aspect of a function that is called with the players: of a loss, a step or an epoch.

    Attributes:
        player: The kind of the players.
        players: The parts of the stage that come first.
        arguments: What comes last, after the players and what `inputs` makes.
        device: Where the players stand.
        leftovers: Whether the players have gradients left over from before.
        lengths: The lengths of the batches, ``reals``.
        image: The shape of one image in a batch.
    """

    player: type[Player] = Player
    players: tuple[str, ...] = NAMES
    arguments: tuple[Any, ...] = (Z_DIM,)
    device: str = "cpu"
    leftovers: bool = False
    lengths: tuple[int, ...] = ()
    image: tuple[int, ...] = IMAGE
    causes = CAUSES

    def given(self, rng: torch.Generator) -> Given:
        reals = [draw_real(rng, count, self.image) for count in self.lengths]
        return draw_players(rng) | {"reals": reals}

    def inputs(self, given: Given) -> tuple[Any, ...]:
        """What comes between the players and the arguments: a batch, for instance."""
        raise NotImplementedError

    def stage(self, given: Given) -> Stage:
        stage = Stage(given, self.device, self.player)
        if self.leftovers:
            stage.leave_gradients(given)
        return stage

    def example(self, given: Given) -> tuple[Any, ...]:
        return (*self._cast(self.stage(given)), *self.inputs(given))

    def play(self, answer: Any, stage: Stage, *others: Any) -> Any:
        """Call the student's function with the players of ``stage`` and what comes after them."""
        return answer(*self._cast(stage), *others)

    def _cast(self, stage: Stage) -> list[Any]:
        return [getattr(stage, name) for name in self.players]

    def observe(self, answer: Any, given: Given) -> Seen:
        stage = self.stage(given)
        with watched_seeds() as seeded:
            result = self.play(answer, stage, *self.inputs(given), *self.arguments)
        if type(result) is np.ndarray and result.shape == (2,):  # a pair, to whoever unpacks it
            result = list(result)
        returned = {"result": plain(result), "history": has_history(result), "seeded": seeded}
        seen = returned | {"log": stage.log, "gradients": stage.gradients()}
        return seen | stage.weights()
