"""Training on several processes: the same step as one process would make, each doing its part.

Every process draws the whole batch's indices and noise and keeps its own rows, BatchNorm takes its
statistics over all of them, and gradients are averaged (DistributedDataParallel). So the losses
are those of one process with the same batch, but for the order of the sums.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple, NoReturn

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.parallel import DistributedDataParallel

__all__ = ["Share", "SyncedBatchNorm", "join", "leave", "local_rank", "parallel", "synced"]


class Share(NamedTuple):
    """Which part of the work is this process's: ``rank`` from 0 to ``world`` - 1."""

    rank: int
    world: int

    def rows(self, batch: Tensor) -> Tensor:
        """This process's rows of a whole batch."""
        return batch.tensor_split(self.world)[self.rank]

    def mean(self, values: Tensor) -> Tensor:
        """The mean of a tensor over all processes; every one must call it."""
        values = values.clone()
        dist.all_reduce(values)
        return values / self.world

    def any(self, wish: bool) -> bool:
        """Whether one of the processes wishes; every one must call it."""
        wishes = torch.tensor(float(wish), device=_meeting_place())
        dist.all_reduce(wishes)
        return wishes.item() > 0


def _meeting_place() -> torch.device:
    """Where tensors must be to be exchanged."""
    if dist.get_backend() == "nccl":
        return torch.device("cuda", torch.cuda.current_device())
    return torch.device("cpu")


def join(device: torch.device) -> Share:
    """Meet the other processes that torchrun started: nccl between GPUs, gloo between processors.

    Raises:
        RuntimeError: this process was not started by torchrun.
    """
    if "RANK" not in os.environ:
        raise RuntimeError("This process was not started by torchrun: RANK is not set.")
    if device.type == "cuda":
        torch.cuda.set_device(device)
        dist.init_process_group("nccl", device_id=device)
    else:
        dist.init_process_group("gloo")
    return Share(dist.get_rank(), dist.get_world_size())


def leave(status: int = 0) -> NoReturn:
    """Part from the other processes and end this one, when all is written.

    It ends at once, without Python's farewell to its modules: there, about one process in ten was
    aborted by a thread that gloo had left behind (torch 2.15), and torchrun reported a failure.

    Args:
        status: this process's exit code.
    """
    dist.barrier()
    dist.destroy_process_group()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def local_rank() -> int:
    """This process's number on its machine."""
    return int(os.environ.get("LOCAL_RANK", 0))


def parallel(net: nn.Module, device: torch.device) -> DistributedDataParallel:
    """Wrap a network so that ``backward`` averages its gradients over the processes."""
    ids = [device.index] if device.type == "cuda" else None
    return DistributedDataParallel(net, device_ids=ids)


class _Sum(torch.autograd.Function):
    """Sum over the processes. Its derivative is a sum over the processes again."""

    @staticmethod
    def forward(ctx: object, values: Tensor) -> Tensor:
        values = values.clone()
        dist.all_reduce(values)
        return values

    @staticmethod
    def backward(ctx: object, gradient: Tensor) -> Tensor:
        return _Sum.apply(gradient)


class SyncedBatchNorm(_BatchNorm):
    """BatchNorm with statistics over all processes. (``nn.SyncBatchNorm`` does it on GPUs only.)

    Mean and variance are computed in float32 and can be differentiated twice. Every process must
    hold as many rows as every other.
    """

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() not in (2, 4):
            raise ValueError(f"expected 2 or 4 dimensions, got {input.dim()}")

    def forward(self, input: Tensor) -> Tensor:
        """Normalise (n, channels) or (n, channels, height, width), as nn.BatchNorm does."""
        self._check_input_dim(input)
        if not self.training:
            return super().forward(input)
        apart = [0, *range(2, input.dim())]
        shape = (1, -1) + (1,) * (input.dim() - 2)
        mean = _Sum.apply(input.float().mean(apart)) / dist.get_world_size()
        centred = input.float() - mean.view(shape)
        variance = _Sum.apply(centred.square().mean(apart)) / dist.get_world_size()
        with torch.no_grad():
            count = input.numel() // input.shape[1] * dist.get_world_size()
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * (count / (count - 1)), self.momentum)
            self.num_batches_tracked += 1
        scale = self.weight * torch.rsqrt(variance + self.eps)
        return (centred * scale.view(shape) + self.bias.view(shape)).to(input.dtype)


def synced(net: nn.Module) -> nn.Module:
    """Replace every BatchNorm of a network, in place; parameters and buffers stay the same ones."""
    for name, child in net.named_children():
        if isinstance(child, _BatchNorm):
            layer = SyncedBatchNorm(child.num_features, child.eps, child.momentum)
            layer.load_state_dict(child.state_dict())
            layer.weight, layer.bias = child.weight, child.bias
            setattr(net, name, layer.to(child.weight.device))
        else:
            synced(child)
    return net
