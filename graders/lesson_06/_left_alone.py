"""Exercise 6.5: what weights_init leaves alone, and that it fills parameters in place."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from graders.core.aspect import Finding, Given, Seen
from graders.core.values import close, name_of, plain, spread
from graders.lesson_06._applied import Applied


class OwnLayer(nn.Module):
    """A layer that somebody wrote: it has a weight and a bias, and is none of the three."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, 3))
        self.bias = nn.Parameter(torch.zeros(3))
        self.register_buffer("scale", torch.zeros(3), persistent=False)


def _other_layers() -> list[nn.Module]:
    """Layers that weights_init leaves alone: all kinds of torch that have weights, and others."""
    return [
        nn.Linear(3, 4),
        nn.Bilinear(2, 3, 4),
        nn.PReLU(3),
        nn.GroupNorm(2, 4),
        nn.LayerNorm(4),
        *(kind(3, affine=True, track_running_stats=True) for kind in INSTANCE_NORMS),
        nn.BatchNorm1d(3),
        nn.BatchNorm3d(3),
        nn.Conv1d(2, 3, 2),
        nn.Conv3d(2, 3, 2),
        nn.ConvTranspose1d(2, 3, 2),
        nn.ConvTranspose3d(2, 3, 2),
        nn.Embedding(4, 3),
        nn.EmbeddingBag(4, 3),
        nn.RNN(2, 3),
        nn.LSTM(2, 3),
        nn.GRU(2, 3),
        nn.LSTMCell(2, 3),
        nn.MultiheadAttention(4, 2),
        OwnLayer(),
        nn.LeakyReLU(0.2),
        nn.Dropout(0.5),
    ]


INSTANCE_NORMS = (nn.InstanceNorm1d, nn.InstanceNorm2d)

CONV_BIAS = "Conv2d.bias"


class LeftAlone(Applied):
    """Other layers stay as they are; the bias of a convolution does, or is set to 0."""

    title = "what is left alone"
    rule = True
    chance = 0.0  # what is drawn is not looked at

    def given(self, rng: torch.Generator) -> Given:
        return {"before": 5 + torch.rand(4, 4, 2, 2, 2, generator=rng)}

    def network(self, given: Given) -> nn.Sequential:
        net = nn.Sequential(nn.Conv2d(2, 3, 2), *_other_layers())
        for tensor in _tensors(net).values():
            if tensor.is_floating_point():
                values = given["before"].flatten().repeat(1 + tensor.numel() // 128)
                tensor.copy_(values[: tensor.numel()].view(tensor.shape))
        return net

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.applied(answer, self.network(given))
        tensors = _tensors(net)
        return {
            "names": list(tensors),
            "tensors": [plain(tensor) for tensor in tensors.values()],
            "frozen": [name for name, one in net.named_parameters() if not one.requires_grad],
            "evaluating": [type(part).__name__ for part in net.modules() if not part.training],
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        wide = "the condition is too wide: only Conv2d, ConvTranspose2d and BatchNorm2d"
        after = dict(zip(seen["names"], seen["tensors"], strict=True))
        for name, before in _tensors(self.network(given)).items():
            kind, _, tensor = name.partition(".")
            if name == CONV_BIAS or kind == "Conv2d" or close(after.get(name), before, 1e-12):
                continue
            likely = wide
            if kind.startswith(("Conv", "BatchNorm")):
                likely = f"{wide}; 'Conv' in a name, or a common base class, is true of others too"
            return Finding(f"{kind} with its {tensor} as before", f"another {tensor}", likely)
        if seen["frozen"] or seen["evaluating"]:
            got, likely = "parameters with requires_grad False", "requires_grad is switched off"
            if not seen["frozen"]:
                got, likely = "evaluation mode", "eval() is called on a layer"
            return Finding("layers that are trained, as before", got, likely)
        bias = after.get(CONV_BIAS)
        zeros = torch.zeros(3)
        if close(bias, zeros, 1e-12) or close(bias, _tensors(self.network(given))[CONV_BIAS]):
            return None
        return Finding(
            "a convolution's bias, where it has one, as before (or 0)",
            spread(bias) if isinstance(bias, torch.Tensor) else name_of(bias),
            "only the weights of a convolution are drawn",
        )


def _tensors(net: nn.Sequential) -> dict[str, torch.Tensor]:
    """Parameters and buffers, as they are, each under its layer's class and its own name."""
    return {
        f"{type(layer).__name__}.{name}": tensor.detach()
        for layer in net
        for name, tensor in (*layer.named_parameters(), *layer.named_buffers())
    }


class InPlace(Applied):
    """The parameters are the same objects as before, and still trained."""

    title = "the parameters are filled, not replaced"
    rule = True

    def network(self, given: Given) -> nn.Sequential:
        up_and_down = nn.Conv2d(3, 4, 3, bias=False), nn.ConvTranspose2d(4, 3, 3, bias=False)
        return nn.Sequential(*up_and_down, nn.BatchNorm2d(3))

    def observe(self, answer: Any, given: Given) -> Seen:
        net = self.network(given)
        before = dict(net.named_parameters())
        self.applied(answer, net)
        after = dict(net.named_parameters())
        return {
            "same": before.keys() == after.keys()
            and all(before[name] is after[name] for name in before),
            "trained": all(parameter.requires_grad for parameter in after.values()),
            "dtypes": sorted({str(parameter.dtype) for parameter in after.values()}),
        }

    def judge(self, seen: Seen, given: Given) -> Finding | None:
        if not seen["same"]:
            return Finding(
                "the parameters that the optimizer holds",
                "new ones in their place",
                "a new nn.Parameter replaces the old one: nn.init.normal_(m.weight, …) fills it",
            )
        if not seen["trained"]:
            return Finding(
                "parameters that are trained",
                "parameters with requires_grad False",
                "requires_grad is switched off",
            )
        if seen["dtypes"] != ["torch.float32"]:
            return Finding(
                "dtype torch.float32",
                f"dtype {', '.join(seen['dtypes'])}",
                "numbers from NumPy are float64: add .float()",
            )
        return None
