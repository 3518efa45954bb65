# right: with typing.overload
from typing import overload

import torch


@overload
def optimal_discriminator(p: float, q: float) -> float: ...
@overload
def optimal_discriminator(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor: ...
def optimal_discriminator(p, q):
    total = p + q
    return p / total
