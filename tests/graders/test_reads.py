"""A variable of the notebook in the place of an argument is named as the cause."""

import functools
import re

import numpy as np
import pytest
import torch
from torch import nn

import graders
from benchmarks.catalogue import ITEMS
from graders.core.bytecode import Reads

NOTEBOOK = {
    "torch": torch,
    "nn": nn,
    "np": np,
    "get_noise": lambda n, z, device="cpu": torch.randn(n, z, device=device),
    "p": torch.rand(401),
    "q": torch.rand(401),
    "a": torch.randn(9),
    "pictures": torch.rand(20, 784),
    "digits": torch.rand(20, 1, 28, 28),
    "noise": torch.randn(5, 4),
    "batch_size": 60,
    "Z_DIM": 10,
    "DEVICE": "cpu",
    "EPS": 1e-8,
    "half": torch.tensor([0.5]),
    "my_disc": nn.Linear(784, 1),
    "sizes": [10, 784, 128],
    "get_generator_block": lambda a, b: nn.Sequential(nn.Linear(a, b)),
}
DISC_LOSS = "(gen, disc, criterion, real, num_images, z_dim, device)"
GEN_LOSS = "(gen, disc, criterion, num_images, z_dim, device)"


def define(source: str, name: str):
    namespace = NOTEBOOK | {"__name__": "__main__"}
    exec(source, namespace)
    return namespace[name]


CASES = {
    "other parameter names": (
        "def optimal_discriminator(real, fake): return p / (p + q)",
        "your code uses `p` and `q` from the notebook, not its arguments `real` and `fake`",
    ),
    "one of two": (
        "def optimal_discriminator(p, fake): return p / (p + q)",
        "your code uses `q` from the notebook, not its argument `fake`",
    ),
    "a lambda": (
        "optimal_discriminator = lambda x, y: p / (p + q)",
        "your code uses `p` and `q` from the notebook",
    ),
    "inside a comprehension": (
        "def optimal_discriminator(x, y): return torch.stack([i / (i + j) for i, j in zip(p, q)])",
        "your code uses `p` and `q` from the notebook",
    ),
    "in a helper": (
        "def share(): return p / (p + q)\ndef optimal_discriminator(x, y): return share()",
        "your code uses `p` and `q` from the notebook",
    ),
    "logits": (
        "def generator_loss_gradients(logits): d = torch.sigmoid(a); return -d, d - 1",
        "your code uses `a` from the notebook, not its argument `logits`",
    ),
    "pictures for real": (
        f"def get_disc_loss{DISC_LOSS}:\n"
        "    fake = gen(get_noise(num_images, z_dim, device=device)).detach()\n"
        "    x, y = disc(fake), disc(pictures)\n"
        "    return (criterion(x, torch.zeros_like(x)) + criterion(y, torch.ones_like(y))) / 2",
        "your code uses `pictures` from the notebook, not its argument `real`",
    ),
    "an argument that is overwritten": (
        f"def get_disc_loss{DISC_LOSS}:\n"
        "    real = digits[:num_images].flatten(1)\n"
        "    fake = gen(get_noise(num_images, z_dim, device=device)).detach()\n"
        "    x, y = disc(fake), disc(real)\n"
        "    return (criterion(x, torch.zeros_like(x)) + criterion(y, torch.ones_like(y))) / 2",
        "your code uses `digits` from the notebook, not its argument `real`",
    ),
    "a network": (
        f"def get_gen_loss{GEN_LOSS}:\n"
        "    p = my_disc(gen(get_noise(num_images, z_dim, device=device)))\n"
        "    return criterion(p, torch.ones_like(p))",
        "your code uses `my_disc` from the notebook, not its argument `disc`",
    ),
    "noise": (
        f"def get_gen_loss{GEN_LOSS}:\n"
        "    p = disc(gen(noise))\n"
        "    return criterion(p, torch.ones_like(p))",
        "your code uses `noise` from the notebook, not its arguments `num_images`",
    ),
    "a number": (
        f"def get_gen_loss{GEN_LOSS}:\n"
        "    p = disc(gen(get_noise(batch_size, z_dim, device=device)))\n"
        "    return criterion(p, torch.ones_like(p))",
        "your code uses `batch_size` from the notebook, not its argument `num_images`",
    ),
    "a constant of the argument's name": (
        "def get_noise(n_samples, z_dim, device='cpu'):\n"
        "    return torch.randn(n_samples, Z_DIM, device=device)",
        "your code uses `Z_DIM` from the notebook, not its argument `z_dim`",
    ),
    "a device": (
        "def get_noise(n_samples, z_dim, device='cpu'):\n"
        "    return torch.randn(n_samples, z_dim, device=DEVICE)",
        "your code uses `DEVICE` from the notebook, not its argument `device`",
    ),
    "in __init__": (
        "class Generator(nn.Module):\n"
        "    def __init__(self, z_dim=10, im_dim=784, hidden_dim=128):\n"
        "        super().__init__()\n"
        "        width = sizes[2]\n"
        "        self.gen = nn.Sequential(nn.Linear(z_dim, width), nn.Linear(width, im_dim))\n"
        "    def forward(self, x): return self.gen(x)\n"
        "    def get_gen(self): return self.gen",
        "your code uses `sizes` from the notebook, not its argument `hidden_dim`",
    ),
    "in forward": (
        "class Discriminator(nn.Module):\n"
        "    def __init__(self, im_dim=784, hidden_dim=128):\n"
        "        super().__init__()\n"
        "        sizes = im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim\n"
        "        blocks = [nn.Sequential(nn.Linear(a, b), nn.LeakyReLU(0.2))\n"
        "                  for a, b in zip(sizes, sizes[1:])]\n"
        "        self.disc = nn.Sequential(*blocks, nn.Linear(hidden_dim, 1))\n"
        "    def forward(self, image): return self.disc(pictures)\n"
        "    def get_disc(self): return self.disc",
        "your code uses `pictures` from the notebook, not its argument `image`",
    ),
    "a tensor beside all arguments": (
        "def optimal_discriminator(p, q): return p / (p + q) * noise[0, 0]",
        "is `noise` meant? It comes from the notebook, not as an argument",
    ),
    "a known mistake beside it": (
        "def get_noise(n_samples, z_dim, device='cpu'):\n"
        "    return torch.randn(n_samples, zdim)",
        "its arguments `z_dim` and `device` are unused",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "says"), CASES.values(), ids=CASES)
def test_a_variable_of_the_notebook_is_named(source, says):
    name = re.findall(r"^(?:def |class )?(\w+)(?:\(| =)", source, flags=re.MULTILINE)[-1]
    with pytest.raises(graders.CheckFailed) as failure:
        ITEMS[name](define(source, name))
    assert says in " ".join(str(failure.value).split())


def test_a_mistake_that_is_known_to_lead_there_comes_first():
    source = "def optimal_discriminator(p, fake): return p + 0 * p.new_tensor(noise.shape[0])"
    with pytest.raises(graders.CheckFailed, match="that is p alone"):
        graders.check_optimal_discriminator(define(source, "optimal_discriminator"))


def test_a_right_answer_may_read_what_it_likes():
    source = "def optimal_discriminator(p, q): return 2 * half * p / (p + q)"
    graders.check_optimal_discriminator(define(source, "optimal_discriminator"))


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return torch.exp(x) + np.pi",  # modules
        "def f(x): return get_noise(x, 3)",  # functions
        "def f(x): return x + EPS",  # constants
        "def f(x): return abs(x)",  # builtins
        "def f(p, q): return p + q",  # arguments of the same names
        "def f(x):\n    noise = x\n    return noise",  # variables of its own
        "def f(n, device): return half.new_zeros(n)",  # no tensor stands for a device
    ],
)
def test_what_is_no_variable_of_the_notebook(source):
    assert Reads.of(define(source, "f")).in_place_of_arguments is None


@pytest.mark.parametrize("odd", [None, 3, len, nn.Linear(2, 2), functools.partial(max, 1), object])
def test_of_anything_else_nothing_is_said(odd):
    assert Reads.of(odd).sentences() == {}
