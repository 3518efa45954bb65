"""Exercise 1.2: what the discriminator's logit says about every pixel of a fake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from graders.core.aspect import Aspect, Finding, Given, Place, Seen
from graders.core.check import See
from graders.core.errors import Causes, Misuse, describe_error
from graders.core.values import Other, close, has_history, name_of, one_place, plain
from graders.instruments.calls import exercise, known_mistake
from graders.instruments.devices import DEVICE, second_device

HIDDEN = 5


class Detective(nn.Module):
    """A discriminator with one hidden layer: logits v · tanh(W x + b) + c, (n, 1) for n pictures.

    Args:
        weights: W, b, v and c as one vector.
        shape: Of one picture, such as ``(6,)`` or ``(1, 3, 4)``.
    """

    def __init__(self, weights: Tensor, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.shape = shape
        pixels = torch.Size(shape).numel()
        self.net = nn.Sequential(nn.Linear(pixels, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1))
        nn.utils.vector_to_parameters(weights.clone(), self.parameters())

    def forward(self, pictures: Tensor) -> Tensor:
        if not isinstance(pictures, Tensor) or pictures.shape[-len(self.shape) :] != self.shape:
            got, takes = name_of(plain(pictures)), f"(n, {', '.join(map(str, self.shape))})"
            raise Misuse(
                f"disc was called with {got}, but it takes pictures of shape {takes}",
                "disc takes the batch in the shape in which fake comes",
            )
        return self.net(pictures.flatten(-len(self.shape)))

    def gradients(self) -> list[Tensor | None]:
        """A copy of every parameter's ``.grad``."""
        return [plain(parameter.grad) for parameter in self.parameters()]


def slopes(weights: Tensor, rows: Tensor) -> Tensor:
    """The right gradients: W^T (v · (1 - tanh²(W x + b))) for each row x, as a matrix of rows."""
    w, b, v, _ = weights.split([HIDDEN * rows.shape[1], HIDDEN, HIDDEN, 1])
    w = w.view(HIDDEN, rows.shape[1])
    return (v * (1 - torch.tanh(rows @ w.T + b).square())) @ w


@dataclass(frozen=True)
class Right:
    """What is right, for `MISTAKES`: a row for each picture.

    Attributes:
        x: The pictures.
        a: Their logits, as a column.
        g: Their gradients.
    """

    x: Tensor
    a: Tensor
    g: Tensor

    @property
    def d(self) -> Tensor:
        """The probabilities of "real"."""
        return torch.sigmoid(self.a)

    def only(self, row: int) -> Tensor:
        """The gradient of one picture, and zeros for the others."""
        kept = torch.zeros_like(self.g)
        kept[row] = self.g[row]
        return kept


OF_D = "that is the gradient of D = sigmoid(a): take the logit as disc returns it"
OF_LOSS = "that is the gradient of a loss; take the logit as disc returns it"
MEAN = "the mean over the batch: each picture's gradient is divided by their number; sum instead"
ADDED_UP = "two gradients are added in one .grad: a backward too many, or none was cleared"
ONE_ALONE = "a single picture's logit is differentiated, as max() leaves it: sum over the batch"
LENGTHS = "the gradient is divided by its length; it is asked for as it is"

MISTAKES: tuple[tuple[str, Callable[[Right], Tensor]], ...] = (
    ("the sign is turned: the gradient of the logit itself points to \"real\"", lambda r: -r.g),
    (MEAN, lambda r: r.g / len(r.g)),
    (OF_D, lambda r: r.d * (1 - r.d) * r.g),
    (OF_D, lambda r: r.d * (1 - r.d) * r.g / len(r.g)),
    *((OF_LOSS, lambda r, s=s, n=n: s * (1 - r.d) * r.g / (len(r.g) if n else 1))
      for s in (-1, 1) for n in (False, True)),
    *((OF_LOSS, lambda r, s=s, n=n: s * r.d * r.g / (len(r.g) if n else 1))
      for s in (-1, 1) for n in (False, True)),
    ("the sign is turned, and the mean over the batch is taken", lambda r: -r.g / len(r.g)),
    (ADDED_UP, lambda r: 2 * r.g),
    ("divided by the number of all pixels; the sum of the logits is differentiated",
     lambda r: r.g / r.g.numel()),
    ("divided by the number of pixels of a picture", lambda r: r.g / r.g.shape[1]),
    ("only the signs of the gradient are left", lambda r: r.g.sign()),
    ("the absolute value: the sign says whether brighter or darker looks more real",
     lambda r: r.g.abs()),
    (LENGTHS, lambda r: r.g / r.g.norm(dim=1, keepdim=True)),
    (LENGTHS, lambda r: r.g / r.g.norm()),
    (LENGTHS, lambda r: r.g / r.g.abs().max()),
    ("that is the fake after a step; the gradient alone is asked for", lambda r: r.x + r.g),
    ("that is the fake after a step, downhill; the gradient alone is asked for",
     lambda r: r.x - r.g),
    ("that is the fake itself: return its gradient", lambda r: r.x),
    ("the gradient times the pixels; it is asked for as it is", lambda r: r.x * r.g),
    ("the squares of the gradient", lambda r: r.g.square()),
    ("that is the gradient of the logit's square", lambda r: 2 * r.a * r.g),
    ("that is the gradient of the logit's absolute value", lambda r: r.a.sign() * r.g),
    ("tanh of the logit is differentiated; take the logit as disc returns it",
     lambda r: (1 - torch.tanh(r.a).square()) * r.g),
    ("only the first picture's logit is differentiated: sum over the batch", lambda r: r.only(0)),
    (ONE_ALONE, lambda r: r.only(-1)),
    (ONE_ALONE, lambda r: r.only(int(r.a.argmax()))),
    (ONE_ALONE, lambda r: r.only(int(r.a.argmin()))),
    ("the same gradient for all pictures, their sum: each has its own",
     lambda r: r.g.sum(0).expand_as(r.g)),
    ("the same gradient for all pictures, their mean: each has its own",
     lambda r: r.g.mean(0).expand_as(r.g)),
    ("one .grad gathers the pictures' gradients, one after the other: clear it for each",
     lambda r: r.g.cumsum(0)),
    ("the gradient is cut off at 1", lambda r: r.g.clamp(-1, 1)),
    ("zeros: what was differentiated does not depend on the pixels. A softmax over one number is "
     "always 1", lambda r: torch.zeros_like(r.g)),
)  # fmt: skip

CAUSES: Causes = (
    ("a leaf Variable that requires grad", "an in-place operation on the pixels that are asked"),
    ("only Tensors of floating point", "the pixels are floats: no .long() or .int() on them"),
)


class PixelAspect(Aspect):
    """An aspect of one call on a few pictures.

    Args:
        title: What is looked at.
        count: How many pictures there are.
        shape: That of one picture.
        essential: See `Aspect`.
        weight: See `Aspect`.
    """

    call = "pixel_gradient(disc, fake)"
    names = ("disc", "fake")
    causes = CAUSES
    device = "cpu"

    def __init__(
        self,
        title: str,
        count: int = 4,
        shape: tuple[int, ...] = (6,),
        essential: bool = False,
        weight: int = 1,
    ) -> None:
        self.title, self.count, self.shape = title, count, shape
        self.essential, self.weight = essential, weight

    def given(self, rng: torch.Generator) -> Given:
        fake = torch.rand(self.count, *self.shape, generator=rng)
        pixels = fake[0].numel()
        weights = torch.randn(HIDDEN * (pixels + 2) + 1, generator=rng)
        weights[: HIDDEN * pixels] *= 2 / pixels**0.5  # so that tanh is bent, but not flat
        return {"fake": fake, "disc": weights, "left": torch.randn(len(weights), generator=rng)}

    def stage(self, given: Given) -> tuple[Detective, Tensor]:
        """The discriminator, with gradients as an earlier step leaves them, and the pictures."""
        disc = Detective(given["disc"], self.shape)
        left = given["left"].clone()
        for parameter in disc.parameters():
            part, left = left.tensor_split([parameter.numel()])
            parameter.grad = part.view_as(parameter).clone()
        return disc.to(self.device), given["fake"].clone().to(self.device)

    def example(self, given: Given) -> tuple[Any, ...]:
        return self.stage(given)

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"result": plain(answer(*self.stage(given)))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        """Whether the gradients are right, in shape and value."""
        result, fake = seen["result"], given["fake"]
        shape = f"a tensor of the shape of fake, {tuple(fake.shape)}"
        if not isinstance(result, Tensor) or result.shape != fake.shape:
            return Finding(shape, name_of(result), _cause_of_shape(result, fake))
        rows = fake.flatten(start_dim=1)
        want = slopes(given["disc"], rows).view_as(fake)
        if close(result, want, tolerance=1e-3):
            return None
        expected, got = one_place(result, want)
        likely = self._cause_of_values(result, given)
        return Finding(f"the derivative of its picture's logit: {expected}", got, likely)

    def _cause_of_values(self, result: Tensor, given: Given) -> str | None:
        rows, got = given["fake"].flatten(start_dim=1), result.flatten(start_dim=1)
        with torch.no_grad():
            logits = Detective(given["disc"], rows.shape[1:])(rows)
        right = Right(rows, logits, slopes(given["disc"], rows))
        likely = known_mistake(MISTAKES, lambda formula: close(got, formula(right), tolerance=1e-3))
        if not likely and close(got, right.g, tolerance=0.05):
            return "near, but not exact: differences over small steps are rounded; use autograd"
        return likely


def _cause_of_shape(result: Any, fake: Tensor) -> str | None:
    """Why ``result`` is no tensor of the shape of ``fake``."""
    rows = fake.flatten(start_dim=1)
    if result is None:
        return (
            "a forgotten return, or a .grad that nobody has filled: only tensors on which "
            "requires_grad_() was called before disc(…) get one"
        )
    if isinstance(result, list) and len(result) == 1:
        return "torch.autograd.grad returns a tuple: take its element [0]"
    if isinstance(result, list):
        return "a list of gradients: torch.stack makes one tensor of them"
    if isinstance(result, Other) and result.type_name == "ndarray":
        return "that is NumPy's array: torch.from_numpy(…) makes a tensor of it"
    if not isinstance(result, Tensor):
        return "one tensor is asked for, with a number for each pixel"
    if result.shape in ((len(fake), 1), (len(fake),)):
        return "one number for each picture, as disc gives: one for each pixel is asked for"
    if result.shape == fake.shape[1:]:
        return "one gradient for all pictures: each has its own, so no sum or mean over them"
    if result.shape == (HIDDEN, rows.shape[1]):
        return "that is the gradient of disc's weights: ask for the one of the pixels"
    if result.numel() == len(fake) * fake.numel():
        return "the derivative of each logit by every picture: only its own picture counts"
    if result.numel() == fake.numel():
        return "the shape of fake is lost: return the gradient in it"
    if result.numel() == 1:
        return "a single number: one for each pixel is asked for"
    return None


class OnDevice(PixelAspect):
    """Discriminator and pictures stand on another device."""

    device = DEVICE
    expected = "a gradient that is computed there"

    def example(self, given: Given) -> tuple[Any, ...]:
        with second_device():
            return super().example(given)

    def observe(self, answer: Any, given: Given) -> Seen:
        result, raised = None, None
        cause = "a tensor is made on the processor: torch.ones_like(…) makes it where its model is"
        try:
            with second_device():
                result = answer(*self.stage(given))
                device = str(result.device) if isinstance(result, Tensor) else "no device"
                result = plain(result)
        except Exception as error:
            raised = describe_error(error, answer, (("on the same device", cause),))
            device = "no device"
        return {
            "result": result,
            "device": device,
            "error": raised and raised.text,
            "likely": raised and raised.likely(self.call),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if seen["error"]:
            return Finding(self.expected, seen["error"], seen["likely"])
        if isinstance(seen["result"], Tensor) and seen["device"] != self.device:
            likely = "a .cpu() or a new tensor leaves the device of fake"
            return Finding(self.expected, f"a tensor on {seen['device']!r}", likely)
        return super().judge(seen, given)


class WithoutHistory(PixelAspect):
    """The gradient is drawn and added to pictures: it has no history."""

    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        return {"history": has_history(answer(*self.stage(given)))}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["history"]:
            return None
        return Finding(
            "a tensor without a history",
            "a tensor that requires gradients",
            "create_graph=True keeps the graph of the gradient, or what is returned is no "
            "gradient: .detach() cuts it",
        )


class LeavesFake(PixelAspect):
    """The caller's pictures stay as they are."""

    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        disc, fake = self.stage(given)
        answer(disc, fake)
        filled = fake.is_leaf and fake.grad is not None
        return {"fake": plain(fake), "asks": fake.requires_grad, "filled": filled}

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not torch.equal(seen["fake"], given["fake"]):
            likely = "an in-place operation, such as += or add_, changes the caller's tensor"
            return Finding("fake as it was", "other values in fake", likely)
        if seen["asks"] or seen["filled"]:
            got = "a fake that requires gradients" if seen["asks"] else "a fake with a .grad"
            likely = "requires_grad_() changes the caller's tensor: fake.clone().requires_grad_()"
            return Finding("fake as it was, without requires_grad", got, likely)
        return None


class LeavesDisc(PixelAspect):
    """The discriminator stays as it is: its weights, their gradients, its mode."""

    rule = True

    def observe(self, answer: Any, given: Given) -> Seen:
        disc, fake = self.stage(given)
        answer(disc, fake)
        return {
            "weights": plain(nn.utils.parameters_to_vector(disc.parameters())),
            "gradients": disc.gradients(),
            "frozen": not all(parameter.requires_grad for parameter in disc.parameters()),
            "training": disc.training,
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        expected = "disc as it was"
        if not torch.equal(seen["weights"], given["disc"]):
            return Finding(expected, "other weights", "disc is trained here, or changed in place")
        if any(gradient is None for gradient in seen["gradients"]):
            likely = "zero_grad() clears what an earlier step has left; nothing here needs it"
            return Finding(f"{expected}, with the .grad of its weights", "no .grad", likely)
        left = torch.cat([gradient.flatten() for gradient in seen["gradients"]])
        if not torch.equal(left, given["left"]):
            likely = (
                "backward() fills the .grad of the weights too: torch.autograd.grad(…) touches "
                "nothing else"
                if left.any()
                else "zero_grad() clears what an earlier step has left; nothing here needs it"
            )
            return Finding(f"{expected}, with the .grad of its weights", "another .grad", likely)
        if seen["frozen"]:
            likely = "requires_grad is switched off for the weights, and not on again"
            return Finding(expected, "weights that ask for no gradients", likely)
        if not seen["training"]:
            return Finding(expected, "disc in evaluation mode", "eval() is called on it")
        return None


SEE: See = (
    ("mean over", "hint 2"),
    ("sum", "hint 2"),
    ("tuple", "hint 2"),
    ("requires_grad", "hint 1"),
    ("backward", "hint 1"),
    ("logit", Place("The same thing in logits", "log-ratio")),
)

item = exercise(
    "1.2",
    "pixel_gradient(disc, fake)",
    PixelAspect("a single picture", count=1),
    PixelAspect("a batch: each picture its own gradient", essential=True, weight=2),
    PixelAspect("pictures of shape (n, 1, 3, 4)", count=3, shape=(1, 3, 4)),
    OnDevice(f"disc and fake are on {DEVICE!r}", count=3),
    WithoutHistory("the gradient has no history"),
    LeavesFake("fake stays as it was"),
    LeavesDisc("disc stays as it was, with the .grad of its weights"),
    see=SEE,
)
