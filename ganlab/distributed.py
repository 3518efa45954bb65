"""Training on several processes: the same step as one process would make, each doing its part.

torchrun starts the processes. Every one draws the whole batch's indices and noise and keeps its
own rows, BatchNorm takes its statistics over all processes, and gradients are averaged. So the
losses are those of one process with the same batch, but for the order of the sums.

A process that has not joined others is the only one: all functions may be called all the same.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

__all__ = [
    "any_process",
    "average_gradients",
    "join",
    "leave",
    "mean",
    "own_rows",
    "rank",
    "sync_batchnorm",
    "world_size",
]


def join(device: torch.device) -> None:
    """Meet the other processes that torchrun started: nccl between GPUs, gloo between processors.

    Raises:
        ValueError: this process was not started by torchrun.
    """
    # Optimizers import it, and its functions take the group of that moment as a default. If that
    # comes after init_process_group, gloo's threads outlive `leave`, and about one process in ten
    # is aborted while Python ends (torch 2.15).
    import torch.distributed.nn.functional

    if device.type == "cuda":
        torch.cuda.set_device(device)
        # Told its device, nccl does not warn at every barrier that it has to guess it.
        dist.init_process_group("cpu:gloo,cuda:nccl", device_id=device)
    else:
        dist.init_process_group("gloo")


def leave() -> None:
    """Part from the other processes, if there are any, when all have come so far."""
    if _joined():
        dist.barrier()
        dist.destroy_process_group()


def _joined() -> bool:
    return dist.is_available() and dist.is_initialized()


def rank() -> int:
    """This process's number, from 0 on."""
    return dist.get_rank() if _joined() else 0


def world_size() -> int:
    """How many processes train together."""
    return dist.get_world_size() if _joined() else 1


def own_rows(batch: Tensor) -> Tensor:
    """This process's rows of a whole batch."""
    return batch.tensor_split(world_size())[rank()]


def mean(values: Tensor) -> Tensor:
    """The mean of a tensor over all processes; every one must call it."""
    return _sum(values) / world_size()


def any_process(condition: bool) -> bool:
    """Whether a condition holds in one of the processes; every one must call it."""
    return bool(_sum(torch.tensor(float(condition))) > 0)


def _sum(values: Tensor) -> Tensor:
    """The sum of a tensor over all processes. Its derivative is such a sum again."""
    return _Sum.apply(values) if _joined() else values


class _Sum(torch.autograd.Function):
    """Written out: torch.distributed.nn has it, deprecated in favour of a private module."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        values = values.clone()
        dist.all_reduce(values)
        return values

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return _Sum.apply(gradient)


def average_gradients(net: nn.Module) -> None:
    """Replace every gradient by its mean over all processes; every one must call it."""
    # DistributedDataParallel does it too, but keeps the group alive as long as it lives itself.
    for weight in net.parameters():
        if weight.grad is not None and _joined():
            dist.all_reduce(weight.grad)
            weight.grad /= world_size()


def sync_batchnorm(net: nn.Module) -> None:
    """Let BatchNorm see all processes' rows; its parameters and buffers stay the same ones."""
    for layer in net.modules():
        if isinstance(layer, _BatchNorm) and _joined():
            layer.__class__ = SyncedBatchNorm


class SyncedBatchNorm(_BatchNorm):
    """BatchNorm with statistics over all processes, which must hold equally many rows."""

    # Written out: nn.SyncBatchNorm works on GPUs only.

    running_mean: Tensor  # never None in the course's networks
    running_var: Tensor
    num_batches_tracked: Tensor
    momentum: float

    def _check_input_dim(self, input: Tensor) -> None:
        """Accept all: the layer that this one was has been tried."""

    def forward(self, input: Tensor) -> Tensor:
        """Normalise (n, channels) or (n, channels, height, width), as nn.BatchNorm does."""
        if not self.training:
            return super().forward(input)
        apart = [0, *range(2, input.dim())]
        shape = (1, -1) + (1,) * (input.dim() - 2)
        centre = mean(input.float().mean(apart))
        centred = input.float() - centre.view(shape)
        variance = mean(centred.square().mean(apart))
        with torch.no_grad():
            count = input.numel() // input.shape[1] * world_size()
            self.running_mean.lerp_(centre, self.momentum)
            self.running_var.lerp_(variance * (count / (count - 1)), self.momentum)
            self.num_batches_tracked += 1
        scale = self.weight * torch.rsqrt(variance + self.eps)
        return (centred * scale.view(shape) + self.bias.view(shape)).to(input.dtype)
