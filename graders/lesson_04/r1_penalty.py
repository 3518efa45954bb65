"""Exercise 4.2: R1, the penalty on the discriminator's slope at the real pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.aspect import Aspect, Finding, Given, Known, Seen
from graders.core.errors import Causes, described
from graders.core.values import Other, close, name_of, one_place, plain
from graders.instruments.calls import exercise
from graders.instruments.devices import DEVICE, second_device
from graders.lesson_04._slopes import Scene, cause_of, penalty

FROZEN = "requires_grad is switched off in disc, and stays so behind the function"

CAUSES: Causes = (
    ("'tuple' object has no attribute",
     "torch.autograd.grad returns a tuple: take its element [0]"),
    ("must be Tensor, not tuple", "torch.autograd.grad returns a tuple: take its element [0]"),
    ("to not have been used in the graph",
     "the logits are not made from this very tensor: requires_grad_() first, then disc(…) of it"),
    ("One of the differentiated Tensors does not require grad",
     "real asks for no gradients: a copy of it with requires_grad_() does"),
    ("does not require grad and does not have a grad_fn",
     "nothing asks for gradients here: disc judges a tensor without requires_grad_(), or "
     "torch.no_grad or .detach() cut the slope off"),
    ("'NoneType' object has no attribute",
     "its .grad is None: backward() fills it only in a tensor that asked for gradients before disc "
     "judged it; torch.autograd.grad returns the slope itself"),
    ("Dimension out of range",
     "the pictures' number of dimensions is fixed in the code: flatten(start_dim=1) makes rows of "
     "any shape"),
    ("Expected 3D (unbatched) or 4D (batched) input to conv2d",
     "disc takes the pictures as they come: flatten the slopes, not real"),
    ("Calculated padded input size per channel",
     "disc takes the pictures as they come: leave the shape of real"),
    ("is invalid for input of size",
     "the pictures' shape is fixed in the code: flatten(start_dim=1) makes rows of any shape"),
    ("mat1 and mat2 shapes cannot be multiplied",
     "disc takes the pictures as they come: leave the shape of real"),
    ("backward through the graph a second time",
     "backward() is called inside the function; that is the training step's work"),
    ("Mismatch in shape: grad_output",
     "grad_outputs has another shape than the logits: torch.ones_like(logits), or sum() them"),
    ("to be on the same device",
     "a tensor is made on a fixed device: ones_like and zeros_like follow the logits' device"),
)  # fmt: skip


@dataclass
class PenaltyAspect(Aspect):
    """An aspect of a discriminator with smooth layers, and a batch of real pictures.

    Attributes:
        shape: Of the batch. Pictures with more than one dimension go to a convolutional network.
    """

    title: str
    shape: tuple[int, ...] = (5, 6)
    rule: bool = False

    call = "r1_penalty(disc, real)"
    names = ("disc", "real")
    causes = CAUSES
    device = "cpu"

    def _network(self) -> nn.Sequential:
        if len(self.shape) > 2:
            images = nn.Conv2d(self.shape[1], 3, 2), nn.Tanh(), nn.Flatten()
            height, width = (size - 1 for size in self.shape[2:])
            return nn.Sequential(*images, nn.Linear(3 * height * width, 1))
        return nn.Sequential(nn.Linear(self.shape[1], 4), nn.Tanh(), nn.Linear(4, 1))

    def given(self, rng: torch.Generator) -> Given:
        size = sum(one.numel() for one in self._network().parameters())
        return {
            "weights": torch.randn(size, generator=rng),
            "leftover": torch.randn(size, generator=rng) + 3,
            "real": torch.randn(self.shape, generator=rng),
        }

    def disc(self, given: Given) -> nn.Sequential:
        """The discriminator; its gradients hold what an earlier step has left."""
        disc, leftover = self._network(), given["leftover"]
        nn.utils.vector_to_parameters(given["weights"].clone(), disc.parameters())
        for one in disc.parameters():
            part, leftover = leftover.tensor_split([one.numel()])
            one.grad = part.view_as(one).clone()
        return disc.to(self.device)

    def example(self, given: Given) -> tuple[Any, ...]:
        return self.disc(given), given["real"].clone().to(self.device)

    def _scene(self, given: Given) -> Scene:
        return Scene.of(self.disc(given), given["real"].clone())


class PenaltyIsANumber(PenaltyAspect):
    """The result is one number, from which backward() can start."""

    def observe(self, answer: Any, given: Given) -> Seen:
        result = answer(*self.example(given))
        connected = isinstance(result, Tensor) and result.requires_grad
        return {"result": plain(result), "connected": connected}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result, expected = seen["result"], "a tensor with one number, which has a history"
        if not isinstance(result, Tensor) or result.numel() != 1:
            return Finding(expected, name_of(result), self._cause_of_no_number(result))
        if not seen["connected"]:
            return Finding(
                expected,
                "a tensor without a history (requires_grad is False)",
                "the slope's own history is not kept: torch.autograd.grad needs create_graph=True; "
                "or .detach(), .data or torch.no_grad cuts it off",
            )
        return None

    def _cause_of_no_number(self, result: Any) -> str | None:
        if result is None:
            return "the penalty is computed but not returned"
        if isinstance(result, float):
            return ".item() or float() cuts the penalty off from disc: return the tensor"
        if isinstance(result, list):
            return "torch.autograd.grad returns a tuple: take its element [0]"
        if isinstance(result, Tensor) and result.shape == self.shape:
            return "that is a value for each pixel: squares are added over the pixels of a picture"
        if isinstance(result, Tensor) and result.numel() == self.shape[0]:
            return "that is a value for each picture: their mean is missing"
        if isinstance(result, Tensor) and result.shape == self.shape[1:]:
            return (
                "the batch is averaged, the pixels are not added: flatten(start_dim=1), sum(dim=1)"
            )
        if isinstance(result, Other):
            return "a tensor is asked for"
        return None


@dataclass
class PenaltyValue(PenaltyAspect):
    """The mean squared norm of the slopes."""

    weight: int = 1
    essential: bool = False

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(*self.example(given)))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        result, scene = seen["result"], self._scene(given)
        want = penalty(scene)
        expected = "the mean of the squared norms of the slopes"
        if not isinstance(result, Tensor) or result.numel() != 1:
            return Finding(f"{expected}, one number", name_of(result))
        got = result.reshape(())
        if close(got, want):
            return None
        right, wrong = one_place(got, want)
        return Finding(f"{expected}: {right}", wrong, cause_of(got, scene))


class PenaltyTeaches(PenaltyAspect):
    """Its gradient with respect to disc's parameters is that of the formula."""

    weight = 2
    essential = True
    call = (
        "torch.autograd.grad(r1_penalty(disc, real), disc.parameters(), "
        "allow_unused=True, materialize_grads=True)[0]"
    )

    def observe(self, answer: Any, given: Given) -> Seen:
        disc, real = self.example(given)
        result = answer(disc, real)
        if not all(one.requires_grad for one in disc.parameters()):
            return {"gradient": None, "frozen": True}
        if not isinstance(result, Tensor) or not result.requires_grad or result.numel() != 1:
            return {"gradient": None, "frozen": False}
        own = torch.autograd.grad(result, list(disc.parameters()), allow_unused=True)
        parts = zip(own, disc.parameters(), strict=True)
        filled = [torch.zeros_like(one) if part is None else part for part, one in parts]
        return {"gradient": [plain(part) for part in filled]}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        gradient = seen["gradient"]
        expected = "the penalty's gradient in disc's parameters"
        if gradient is None and seen["frozen"]:
            return Finding(expected, "a disc that asks for no gradients", FROZEN)
        if gradient is None:
            return Finding(
                expected,
                "a result without a history",
                "the slope's own history is not kept: torch.autograd.grad needs create_graph=True",
            )
        disc, real = (value.double() for value in self.example(given))
        real.requires_grad_()
        (slopes,) = torch.autograd.grad(disc(real).sum(), real, create_graph=True)
        right = slopes.flatten(start_dim=1).square().sum(dim=1).mean()
        wanted = torch.autograd.grad(
            right, list(disc.parameters()), allow_unused=True, materialize_grads=True
        )
        wrong = [
            (got, want)
            for got, want in zip(gradient, wanted, strict=True)
            if not close(got, want, tolerance=1e-3)
        ]
        if not wrong:
            return None
        if all(isinstance(part, Tensor) and not part.any() for part in gradient):
            return Finding(
                expected,
                "0 everywhere",
                "the slope was cut off from disc, by .detach(), .data or a new tensor, before the "
                "penalty was computed: create_graph=True keeps its history",
            )
        first, want = wrong[0]
        if not isinstance(first, Tensor) or first.shape != want.shape:
            return Finding(expected, name_of(first))
        there, got = one_place(first, want)
        return Finding(f"{expected}: {there}", got, self._explained(gradient, wanted))

    def _explained(self, gradient: list[Any], wanted: tuple[Tensor, ...]) -> str | None:
        got, want = (torch.cat([one.flatten().double() for one in part])
                     for part in (gradient, wanted))  # fmt: skip
        if close(2 * got, want, tolerance=1e-3):
            return Known(
                "one of the two factors of the square was cut off: square the slope that has its "
                "history"
            )
        factor = (got @ want / (want @ want)).item()
        if close(got, factor * want, tolerance=1e-3):
            return "the penalty is another than the formula's, see the checks before this one"
        return None


class PenaltyLeavesAlone(PenaltyAspect):
    """disc and real are what they were: values, gradients, flags, modes."""

    def observe(self, answer: Any, given: Given) -> Seen:
        disc, real = self.example(given)
        answer(disc, real)
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in disc.parameters()]
        return {
            "real": plain(real),
            "asks": real.requires_grad,
            "filled": real.is_leaf and real.grad is not None,
            "weights": plain(nn.utils.parameters_to_vector(disc.parameters())),
            "grads": plain(nn.utils.parameters_to_vector(grads)),
            "frozen": not all(p.requires_grad for p in disc.parameters()),
            "evaluating": any(not part.training for part in disc.modules()),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "disc and real as they were"
        if not torch.equal(seen["real"], given["real"]):
            return Finding(
                expected, "other values in real", "an in-place operation on real changes the data"
            )
        if seen["asks"] or seen["filled"]:
            return Finding(
                expected,
                "a real that requires gradients, as the function has left it",
                "real.requires_grad_() changes the caller's tensor: real.clone().requires_grad_(), "
                "or real.detach().requires_grad_(), is another one",
            )
        if not torch.equal(seen["weights"], given["weights"]):
            return Finding(
                expected, "changed parameters in disc", "an optimizer steps inside the function"
            )
        if not seen["grads"].any():
            return Finding(
                expected,
                "the gradients in disc are cleared",
                "zero_grad() is called inside the function; that is the training step's work",
            )
        if not torch.equal(seen["grads"], given["leftover"]):
            return Finding(
                expected,
                "other gradients in disc",
                "backward() fills the .grad of every parameter on the way; torch.autograd.grad "
                "returns the slope and fills none",
            )
        if seen["frozen"]:
            return Finding(
                expected,
                "requires_grad is switched off in disc",
                FROZEN,
            )
        if seen["evaluating"]:
            return Finding(
                expected, "disc in evaluation mode", ".eval() inside the function stays behind it"
            )
        return None


class PenaltyDevice(PenaltyAspect):
    """It works wherever disc and real are."""

    device = DEVICE

    def example(self, given: Given) -> tuple[Any, ...]:
        with second_device():
            return super().example(given)

    def observe(self, answer: Any, given: Given) -> Seen:
        try:
            with second_device():
                return {"result": plain(answer(*super().example(given))), "error": None}
        except Exception as error:
            raised = described(error, answer, self.causes)
            return {"error": raised.text, "likely": raised.likely(self.call)}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["error"]:
            return Finding("no error", seen["error"], seen["likely"])
        return None


item = exercise(
    "4.2",
    "r1_penalty(disc, real)",
    PenaltyIsANumber("it returns one number that can be differentiated"),
    PenaltyValue("rows of pixels", weight=2, essential=True),
    PenaltyValue("images, and a discriminator of convolutions", (5, 2, 3, 4)),
    PenaltyValue("a single picture", (1, 3)),
    PenaltyTeaches("disc learns from it"),
    PenaltyLeavesAlone("disc and real stay as they are", rule=True),
    PenaltyDevice("disc and real on another device", rule=True),
    see=(
        ("create_graph", "hint 2"),
        ("requires_grad_()", "hint 1"),
        ("flatten(start_dim=1)", "hint 2"),
        ("norm", "hint 1"),
    ),
)
