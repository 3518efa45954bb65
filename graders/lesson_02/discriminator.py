"""Exercise 2.5: the discriminator."""

from __future__ import annotations

import itertools

from torch import nn

from ganlab import networks as reference
from graders.core.aspect import Place
from graders.core.check import See
from graders.instruments.calls import exercise
from graders.instruments.networks import (
    Accessor,
    Builder,
    Defaults,
    Fresh,
    Gradients,
    Layers,
    Outputs,
    Shapes,
    Spec,
)


def _discriminator(
    *last: nn.Module, activation: nn.Module | None = None, bends: tuple[int, ...] = (1, 1, 1)
) -> Builder:
    """Builder of the discriminator with more layers at its end, or with other activations.

    Args:
        last: Layers after the last Linear.
        activation: What takes the place of LeakyReLU(0.2) in the blocks.
        bends: For each block, whether it has its activation.
    """

    def build(im_dim: int = 784, hidden_dim: int = 128) -> nn.Module:
        widths = [im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim]
        layers: list[nn.Module] = []
        for (a, b), bend in zip(itertools.pairwise(widths), bends, strict=True):
            layers.append(nn.Linear(a, b))
            layers += [activation or nn.LeakyReLU(0.2)] if bend else []
        return nn.Sequential(*layers, nn.Linear(hidden_dim, 1), *last)

    return build


DISCRIMINATOR = Spec(
    name="Discriminator",
    rule="three blocks (im_dim, 4, 2 and 1 times hidden_dim), then Linear to 1, no sigmoid",
    reference=reference.Discriminator,
    sizes=((11, 3), (7, 2)),
    centred=True,
    mistakes={
        "a Sigmoid stands at the end: return the logit, the loss applies the sigmoid":
            _discriminator(nn.Sigmoid()),
        "a LeakyReLU stands after the last Linear: it would squash the logits":
            _discriminator(nn.LeakyReLU(0.2)),
        "a ReLU stands after the last Linear: negative logits would vanish":
            _discriminator(nn.ReLU()),
        "a Tanh stands at the end: logits have no bounds": _discriminator(nn.Tanh()),
        "LogSigmoid stands at the end: return the logit": _discriminator(nn.LogSigmoid()),
        "Softmax over one value is 1, whatever the image": _discriminator(nn.Softmax(dim=1)),
        "Softmax over the batch makes its images compete; return the logits": _discriminator(
            nn.Softmax(dim=0)
        ),
        "the LeakyReLU after the third Linear is missing": _discriminator(bends=(1, 1, 0)),
        "the LeakyReLU after the first Linear is missing": _discriminator(bends=(0, 1, 1)),
        "ReLU stands in the blocks where LeakyReLU belongs": _discriminator(
            activation=nn.ReLU()
        ),
        "the blocks' LeakyReLU has its default slope 0.01, not 0.2": _discriminator(
            activation=nn.LeakyReLU()
        ),
        "the blocks' activation is missing": _discriminator(activation=nn.Identity()),
        "Sigmoid stands in the blocks and at the end": _discriminator(
            nn.Sigmoid(), activation=nn.Sigmoid()
        ),
    },
)  # fmt: skip

SEE: See = (
    ("sigmoid", Place("Why no sigmoid at the end", "logits")),
    ("logit", "hint 1"),
    ("forward", "hint 2"),
    ("self.disc", "hint 2"),
    ("block", "hint 1"),
    ("Linear", "hint 2"),
    ("sizes", "hint 1"),
    ("outputs", "hint 2"),
)

item = exercise(
    "2.5",
    "Discriminator(im_dim=784, hidden_dim=128)",
    Layers(DISCRIMINATOR),
    Shapes(DISCRIMINATOR),
    Defaults(DISCRIMINATOR),
    Outputs(DISCRIMINATOR, "training"),
    Outputs(DISCRIMINATOR, "evaluation"),
    Fresh(DISCRIMINATOR),
    Gradients(DISCRIMINATOR),
    Accessor(DISCRIMINATOR, "get_disc"),
    stand_ins={"get_discriminator_block": reference.get_discriminator_block},
    see=SEE,
)
