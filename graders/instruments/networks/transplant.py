"""Puts the same parameters into a student's network and into a reference."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from graders.core.aspect import Seen
from graders.core.values import close, plain
from graders.instruments.networks.layers import modes_kept, parametric

State = list[dict[str, torch.Tensor]]
"""Parameters and running statistics, layer by layer."""

Mode = Literal["training", "evaluation"]


def own_state(layer: nn.Module) -> dict[str, torch.Tensor]:
    """Parameters and running statistics of one layer, as they are (not copies)."""
    tensors = dict(layer.named_parameters(recurse=False)) | dict(layer.named_buffers(recurse=False))
    return {n: t.detach() for n, t in tensors.items() if n != "num_batches_tracked"}


def draw_state(network: nn.Module, rng: torch.Generator) -> State:
    """Values for every layer of ``network``: of ordinary size, none at its default."""
    drawn = []
    for layer in parametric(network):
        part = {}
        for name, tensor in own_state(layer).items():
            values = torch.randn(tensor.shape, generator=rng)
            if tensor.dim() > 1:  # weights: keep the scale of what flows through
                values *= 1.5 / tensor[0].numel() ** 0.5
            elif name == "weight":  # a scale: large enough that a cut at 6 would be seen
                values = 1 + 4 * torch.rand(tensor.shape, generator=rng)
            elif name == "running_var":
                values = 0.5 + torch.rand(tensor.shape, generator=rng)
            part[name] = values
        drawn.append(part)
    return drawn


def transplant(network: nn.Module, state: State) -> bool:
    """Copy each part of ``state`` into the first free layer whose tensors have the same shapes.

    Returns:
        Whether all parts found a layer and all layers a part.
    """
    free = parametric(network)
    placed = 0
    for part in state:
        shapes = {name: tensor.shape for name, tensor in part.items()}
        for index, layer in enumerate(free):
            own = own_state(layer)
            if {name: tensor.shape for name, tensor in own.items()} == shapes:
                for name, tensor in own.items():
                    tensor.copy_(part[name])
                del free[index]
                placed += 1
                break
    return placed == len(state) and not free


def run(network: nn.Module, state: State, batch: torch.Tensor) -> Seen:
    """Put ``state`` into a network; its output in training and then in evaluation mode."""
    with torch.no_grad(), modes_kept(network):
        network.train()
        network(batch.clone())  # gives lazy layers their sizes
        complete = transplant(network, state)
        training = plain(network(batch.clone()))
        again = plain(network(batch.clone()))
        evaluating = any(not layer.training for layer in network.modules())
        transplant(network, state)
        network.train()
        network(batch.clone())
        network.eval()
        return {
            "complete": complete,
            "training": training,
            "evaluation": plain(network(batch.clone())),
            "repeatable": isinstance(training, torch.Tensor) and close(again, training),
            "evaluating": evaluating,
        }


def settle(network: nn.Module, state: State, batch: torch.Tensor, mode: Mode) -> None:
    """Bring a network to where `run` looks at it: the next call on ``batch`` gives that output."""
    with torch.no_grad():
        network.train()
        network(batch.clone())  # gives lazy layers their sizes
        transplant(network, state)
        if mode == "evaluation":
            network(batch.clone())
            network.eval()


def output_of(network: nn.Module, state: State, batch: torch.Tensor, mode: Mode) -> torch.Tensor:
    """What a network of ours gives in one mode, as `run` would say, with as few passes."""
    with torch.no_grad():
        transplant(network, state)
        network.train()
        output = network(batch.clone())
        return output if mode == "training" else network.eval()(batch.clone())
