"""The critic that `slope_penalty` is checked with, and where the points lie that it was shown."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from graders.core.errors import Misuse
from graders.core.values import close, name_of, plain, spread

COLUMNS = 4


class Critic(nn.Module):
    """A critic whose slope everybody can compute: f(x) = 1/2 sum_j w_j x_j^2, slope w_j x_j.

    It keeps what it was called on.
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight.clone())
        self.seen: list[Tensor] = []

    def forward(self, images: Any) -> Tensor:
        if not isinstance(images, Tensor) or images.shape[-1:] != (COLUMNS,):
            raise Misuse(
                f"critic was called on {name_of(plain(images))}; it takes shape (n, {COLUMNS})",
                "the critic judges points: as many columns as real and fake have",
            )
        self.seen.append(_unwrapped(images).detach().clone())
        return verdicts(self.weight, images).unsqueeze(-1)

    def points(self) -> Tensor | None:
        """All that it was called on, (m, COLUMNS); None if it never was."""
        return torch.cat([seen.reshape(-1, COLUMNS) for seen in self.seen]) if self.seen else None

    def places(self, real: Tensor, fake: Tensor) -> Tensor | None:
        """The t of each point, if it lies on the line of its real and its fake."""
        points = self.points()
        return None if points is None else places(real, fake, points)


def _unwrapped(tensor: Tensor) -> Tensor:
    """The values behind the tensors of torch.func, as torch.func.debug_unwrap of 2.7 gives them."""
    functorch = torch._C._functorch
    while functorch.is_functorch_wrapped_tensor(tensor):
        tensor = functorch.get_unwrapped(tensor)
    return tensor


def slopes(weight: Tensor, points: Tensor) -> Tensor:
    """The slope of a `Critic` at each point, (n, COLUMNS)."""
    return weight * points


def verdicts(weight: Tensor, points: Tensor) -> Tensor:
    """What a `Critic` says of each point, (n,)."""
    return (weight * points.square()).sum(dim=-1) / 2


def places(real: Tensor, fake: Tensor, points: Tensor) -> Tensor | None:
    """Where each point lies on the line from its fake, 0, to its real, 1; None if it does not."""
    if points.shape != real.shape:
        return None
    way = real - fake
    t = ((points - fake) * way).sum(dim=1, keepdim=True) / way.square().sum(dim=1, keepdim=True)
    return t.squeeze(1) if close(points, fake + t * way, 1e-3) else None


def inside(t: Tensor) -> bool:
    return bool((t > -1e-4).all() and (t < 1 + 1e-4).all())


def elsewhere(
    real: Tensor, fake: Tensor, points: Tensor, t: Tensor | None
) -> tuple[str, str | None]:
    """What was got, and why, of points that do not lie between real and fake."""
    beside = "points beside the line"
    if t is not None:
        return f"t: {spread(t)}", "t lies between 0 and 1: torch.rand, not torch.randn"
    box = (points - fake) / (real - fake)
    if bool((box > -1e-3).all() and (box < 1 + 1e-3).all()):
        return (
            beside,
            "each column has a factor of its own; one belongs to a whole row: shape (n, 1)",
        )
    if places(real.flip(0), fake, points) is not None:
        return "points between other pairs", "real[i] belongs to fake[i]"
    if places(real + fake, torch.zeros_like(fake), points) is not None:
        return beside, "both parts are multiplied by t; one by 1 - t"
    return beside, "the two shares of each row add up to 1: t and 1 - t"
