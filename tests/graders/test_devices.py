"""The second device of the checks accepts what a GPU accepts, and refuses what a GPU refuses.

Where there is a GPU, everything in the tables below is tried on it too:

    python -m pytest tests/graders/test_devices.py
"""

import contextlib
import copy
import math
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import distributions, nn

from graders.core.errors import describe_error
from graders.core.ground import undisturbed
from graders.instruments.devices import DEVICE, second_device
from graders.lesson_02.get_noise import NoiseDevice
from graders.lesson_03._aspects import LossDevice
from graders.lesson_03.repaired_step import RepairDevice
from graders.lesson_04.train_step import StepDevice

GPU = pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU"))


def device_named(name):
    return second_device() if name == DEVICE else contextlib.nullcontext()


# One line of code each ----------------------------------------------------------------------------

# x, shape (3, 4), and net, from 4 to 2, are on the device; y, shape (3, 4), is on the processor.
ON_THE_DEVICE = """
torch.randn(3, 4, device=device)
torch.randn((3, 4), device=torch.device(device))
torch.randn(3, 4).to(device)
torch.randn(3, 4).to(device=device)
torch.randn(3, 4).to(torch.device(device), torch.float64)
torch.randn(3, 4).to(device, dtype=torch.float32, non_blocking=True, copy=True)
torch.randn(3, 4).to(x)
torch.randn(3, 4).to(x.device)
torch.randn(3, 4).to(next(net.parameters()).device)
torch.randn(3, 4).type_as(x)
torch.randn(3, 4, out=torch.empty(3, 4, device=device))
torch.zeros(3, device=device)
torch.ones(3, device=device)
torch.full((3,), 1.0, device=device)
torch.full((), 1.0, device=device)
torch.arange(3, device=device)
torch.arange(3.0).to(device)
torch.linspace(0, 1, 3, device=device)
torch.eye(3, device=device)
torch.rand(3, device=device)
torch.randint(3, (2,), device=device)
torch.randperm(3, device=device)
torch.zeros(3, device=device) + torch.eye(3, device=device)
torch.empty(3, device=device).normal_()
torch.empty(3, device=device).uniform_(-1, 1)
torch.empty(3, device=device).fill_(1)
torch.empty(3, device=device).copy_(torch.ones(3))
torch.zeros_like(x)
torch.ones_like(x)
torch.randn_like(x)
torch.full_like(x, 2)
torch.empty_like(x).normal_()
torch.zeros_like(y, device=device)
torch.ones_like(y, device=device)
torch.randn_like(y, device=device)
torch.rand_like(y, device=device)
torch.full_like(y, 0.5, device=device)
torch.empty_like(y, device=device).normal_()
torch.zeros_like(y).to(device)
x.new_zeros(3)
x.new_ones(3)
x.new_full((3,), 2.0)
x.new_empty(3).normal_()
x.new_tensor([1.0, 2.0])
x.new(3, 4).normal_()
y.new_zeros(3, device=device)
y.new_ones(3, device=device)
y.new_full((3,), 2.0, device=device)
y.new_empty(3, 4, device=device).normal_()
y.new_tensor([1.0, 2.0], device=device)
torch.tensor([1.0, 2.0], device=device)
torch.tensor(1.0, device=device)
torch.tensor(x)
torch.tensor(y, device=device)
torch.tensor(np.ones(3), device=device)
torch.tensor([1.0], device=device, requires_grad=True)
torch.as_tensor([1.0, 2.0], device=device)
torch.as_tensor(y, device=device)
torch.as_tensor(x)
torch.as_tensor(np.ones(3), dtype=torch.float32, device=device)
torch.asarray([1.0, 2.0], device=device)
torch.asarray(y, device=device)
torch.asarray(np.ones(3), device=device)
torch.scalar_tensor(1.0, device=device)
torch.from_numpy(np.ones(3)).float().to(device)
torch.Tensor(3, 4).normal_().to(device)
torch.stack([torch.randn(4, device=device) for _ in range(3)])
torch.stack([row for row in x])
torch.cat([x, x])
torch.normal(0.0, 1.0, (3, 4), device=device)
torch.normal(0.0, 1.0, size=(3, 4)).to(device)
torch.normal(torch.zeros(3, device=device), torch.ones(3, device=device))
torch.normal(torch.zeros(3, device=device), 1.0)
torch.normal(torch.zeros(3), torch.ones(3)).to(device)
torch.bernoulli(torch.full((3,), 0.5, device=device))
torch.multinomial(torch.ones(3, device=device), 2)
torch.poisson(torch.ones(3, device=device))
dist.Normal(0.0, 1.0).sample((3, 4)).to(device)
dist.Normal(torch.zeros(4, device=device), torch.ones(4, device=device)).sample((3,))
dist.Normal(torch.zeros(4, device=device), 1.0).rsample((3,))
dist.Normal(torch.tensor(0.0, device=device), 1.0).sample((3,))
dist.Uniform(torch.zeros(4, device=device), torch.ones(4, device=device)).sample()
dist.MultivariateNormal(torch.zeros(3, device=device), torch.eye(3, device=device)).sample()
dist.Independent(dist.Normal(torch.zeros(4, device=device), 1), 1).sample()
dist.Categorical(torch.ones(3, device=device)).sample((4,))
nn.init.normal_(torch.empty(3, 4, device=device))
nn.init.trunc_normal_(torch.empty(3, 4, device=device))
nn.init.ones_(torch.empty(3, 4, device=device))
nn.init.xavier_uniform_(torch.empty(3, 4, device=device))
torch.nn.functional.one_hot(torch.arange(3, device=device), 3)
torch.randn(3, device=device, generator=torch.Generator(device=device))
torch.randn(3, device=device, generator=torch.Generator(device).manual_seed(3))
torch.randn(3, device=device, generator=torch.Generator(torch.device(device)))
torch.empty(3, device=device).normal_(generator=torch.Generator(device=device))
torch.randn(3, generator=torch.Generator()).to(device)
inside(lambda: torch.randn(3))
inside(lambda: torch.tensor([1.0]))
inside(lambda: torch.zeros_like(x))
inside(lambda: nn.Linear(2, 3)).weight
by_default(lambda: torch.randn(3))
by_default(lambda: torch.full((3,), 1.0))
x + 1
1 - x
x * torch.tensor(2.0)
torch.tensor(2.0) * x
x + y.mean()
torch.where(x > 0, 1.0, 0.0)
torch.where(x > 0, x, torch.tensor(0.0))
torch.where(x > 0, x, 0.0)
x.masked_fill(x > 0, 1.0)
x[torch.tensor([0, 2])]
x[torch.tensor([0, 2], device=device)]
x[torch.tensor([True, False, True])]
x[torch.randperm(3)]
x[x > 0]
x[0]
x[[0, 2]]
x.index_select(0, torch.tensor([0, 2], device=device))
set_item(x, 0, torch.ones(4))
set_item(x, slice(None), torch.ones(3, 4))
set_item(x, torch.tensor([0, 2]), 1.0)
set_item(x, x > 0, torch.tensor(1.0))
set_item(x, x > 0, 0.0)
torch.ones(3, device=device).unsqueeze_(1)
torch.ones(3, 1, device=device).squeeze_()
torch.ones(3, 2, device=device).t_()
torch.ones(6, device=device).resize_(3, 2)
x.view(-1)
x.flatten(start_dim=1)
x.detach()
x.clone()
x.data
x.detach().clone().requires_grad_()
x.double().float()
x.cpu().to(device)
nn.Parameter(x)
net(x)
nn.Linear(4, 2).to(device)(x)
nn.Linear(4, 2, device=device)(x)
nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout()).to(device)(x)
nn.BCEWithLogitsLoss()(net(x), torch.ones(3, 2, device=device))
nn.BCEWithLogitsLoss()(net(x), torch.ones_like(net(x)))
torch.nn.functional.softplus(x)
torch.autograd.grad(net(x).sum(), list(net.parameters()))[0]
net(x).mean().backward() or net.weight.grad
torch.nn.utils.parameters_to_vector(net.parameters())
torch.nn.utils.clip_grad_norm_(net(x).mean().backward() or net.parameters(), 1.0)
net.load_state_dict({k: v.cpu() for k, v in net.state_dict().items()}) and net.weight
copy.deepcopy(net).weight
no_grad(lambda: net(x))
inference(lambda: torch.randn(3, 4).to(device).type_as(x) * 2)
step(torch.optim.SGD(net.parameters(), lr=0.1), net, x)
step(torch.optim.Adam(net.parameters(), lr=0.1), net, x)
"""  # fmt: skip

ON_THE_PROCESSOR = """
torch.randn(3, 4)
torch.zeros_like(y)
torch.zeros_like(x, device="cpu")
x.new_zeros(3, device="cpu")
x.cpu()
x.to("cpu")
x.to(y)
x.type(torch.FloatTensor)
x.detach().cpu()
torch.tensor([x[0, 0], x[1, 1]])
torch.tensor([x.mean().item()])
torch.tensor(x.tolist())
torch.as_tensor(x, device="cpu")
torch.tensor(x, device="cpu")
torch.empty(3, 4).copy_(x)
set_item(torch.zeros(3, 4), 0, x[0])
y[x[0, 0].abs().long() * 0]
torch.randn(3, generator=torch.Generator())
"""

VALUES = """
x.mean().item()
x.tolist()
float(x.mean())
int(x.mean())
bool((x == x).all())
f"{x.mean():.2f}"
str(x)
repr(net.weight)
x.cpu().numpy()
x.numpy(force=True)
x.detach().cpu().numpy()
np.array([row.mean().item() for row in x])
len(x)
x.shape
x.requires_grad
torch.equal(x, x)
torch.allclose(x, x.clone())
math.isclose(x.mean(), x.mean())
isinstance(torch.Generator(), torch.Generator)
isinstance(torch.Generator(device=device), torch.Generator)
isinstance(net.weight, nn.Parameter)
"""

REFUSED = """
x + y
y + x
y * x.mean()
torch.cat([x, y])
torch.stack([x[0], y[0]])
torch.stack([x.mean(), y.mean()])
torch.where(x > 0, x, y)
torch.equal(x, y)
y.add_(x)
y.mean().add_(x.mean())
x.add_(y)
y[torch.tensor([0, 2], device=device)]
set_item(x, torch.tensor([0, 2]), torch.ones(2, 4))
set_item(x, x > 0, torch.ones(12)[: int((x > 0).sum())])
x.index_select(0, torch.tensor([0, 2]))
x.gather(1, torch.zeros(3, 1, dtype=torch.long))
x @ y.T
net(y)
nn.Linear(4, 2)(x)
nn.BCEWithLogitsLoss()(net(x), torch.ones(3, 2))
torch.normal(torch.zeros(3, device=device), torch.ones(3))
dist.Normal(torch.zeros(4, device=device), torch.ones(4)).sample()
torch.randn(3, 4, out=torch.empty(3, 4), device=device)
torch.randn(3, device=device, generator=torch.Generator())
torch.randn(3, generator=torch.Generator(device=device))
torch.empty(3, device=device).normal_(generator=torch.Generator())
torch.randperm(3, device=device, generator=torch.default_generator)
x.numpy()
np.asarray(x)
torch.from_numpy(x)
net(x).sum().detach().backward()
"""

LINES = [
    (line, outcome)
    for outcome, lines in {
        "on the device": ON_THE_DEVICE,
        "on the processor": ON_THE_PROCESSOR,
        "a value": VALUES,
        "refused": REFUSED,
    }.items()
    for line in lines.strip().splitlines()
]


def names_for(device):
    """What the lines are made of."""

    def inside(call):
        with torch.device(device):
            return call()

    def by_default(call):
        torch.set_default_device(device)
        try:
            return call()
        finally:
            torch.set_default_device(None)

    def no_grad(call):
        with torch.no_grad():
            return call()

    def inference(call):
        with torch.inference_mode():
            return call()

    def set_item(tensor, place, value):
        tensor[place] = value
        return tensor

    def step(optimizer, net, x):
        net(x).mean().backward()
        optimizer.step()
        optimizer.zero_grad()
        return net.weight

    x, y, net = torch.randn(3, 4).to(device), torch.randn(3, 4), nn.Linear(4, 2).to(device)
    modules = {
        "torch": torch,
        "nn": nn,
        "np": np,
        "dist": distributions,
        "copy": copy,
        "math": math,
    }
    return locals() | modules


def outcome_of(line, device):
    try:
        result = eval(line, names_for(device))
    except (RuntimeError, TypeError, ValueError):
        return "refused"
    if not isinstance(result, torch.Tensor):
        return "a value"
    return {device: "on the device", "cpu": "on the processor"}[result.device.type]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("device", [DEVICE, GPU])
@pytest.mark.parametrize(("line", "outcome"), LINES, ids=[line for line, _ in LINES])
def test_a_line_does_on_the_second_device_what_it_does_on_a_gpu(line, outcome, device):
    with device_named(device):
        assert outcome_of(line, device) == outcome


# Answers made of such lines -----------------------------------------------------------------------

NOISES = """
torch.randn(n, z, device=device)
torch.randn(n, z).to(device)
torch.randn_like(torch.empty(n, z), device=device)
torch.randn_like(torch.zeros(n, z, device=device))
torch.empty(0).new_empty(n, z, device=device).normal_()
torch.zeros(1, device=device).new_empty(n, z).normal_()
torch.zeros(1, device=device).new(n, z).normal_()
torch.as_tensor(torch.randn(n, z), device=device)
torch.asarray(torch.randn(n, z), device=device)
torch.tensor(np.random.randn(n, z), dtype=torch.float32, device=device)
torch.from_numpy(np.random.randn(n, z)).to(device, torch.float32)
torch.randn(n, z).type_as(torch.empty(0, device=device))
torch.randn(n, z).to(torch.empty(0, device=device))
torch.empty(n, z, device=device).copy_(torch.randn(n, z))
torch.empty(n, z, device=device).normal_()
torch.empty(n * z, device=device).normal_().resize_(n, z)
nn.init.normal_(torch.empty(n, z, device=device))
torch.normal(torch.zeros(n, z, device=device), torch.ones(n, z, device=device))
torch.normal(0.0, 1.0, (n, z), device=device)
dist.Normal(torch.zeros(z, device=device), torch.ones(z, device=device)).sample((n,))
dist.MultivariateNormal(torch.zeros(z, device=device), torch.eye(z, device=device)).sample((n,))
torch.stack([torch.randn(z, device=device) for _ in range(n)])
torch.randn(n, z, device=device, generator=seeded(torch.Generator(device=device)))
torch.randn(n, z, out=torch.empty(n, z, device=device))
torch.randn(2 * n, z, device=device)[torch.randperm(2 * n)[:n]]
torch.randn(n, z).to(torch.empty(0, device=device).device)
inside(device, lambda: torch.randn(n, z))
by_default(device, lambda: torch.randn(n, z))
""".strip().splitlines()  # fmt: skip

TARGETS = """
torch.VALUEs_like(score)
torch.VALUEs(score.shape, device=device)
torch.VALUEs(len(score), 1).to(device)
torch.VALUEs_like(torch.empty(len(score), 1), device=device)
torch.empty(0).new_VALUEs(len(score), 1, device=device)
score.new_VALUEs(len(score), 1)
torch.as_tensor(torch.VALUEs(len(score), 1), device=device)
torch.tensor([[float(NUMBER)]] * len(score), device=device)
torch.VALUEs(len(score), device=device).unsqueeze_(1)
torch.where(torch.ones(len(score), 1, dtype=torch.bool, device=device), float(NUMBER), 0.5)
torch.full_like(score, NUMBER)
torch.full_like(torch.empty(len(score), 1), float(NUMBER), device=device)
torch.VALUEs(len(score), 1).type_as(score)
torch.VALUEs(len(score), 1).to(score)
dist.Bernoulli(torch.full((len(score), 1), float(NUMBER), device=device)).sample()
torch.empty(len(score), 1, device=device).fill_(NUMBER)
""".strip().splitlines()

BATCHES = """
real.flatten(1).to(device)
real.to(device).flatten(1)
real.to(device, non_blocking=True).flatten(1)
real.flatten(1).to(next(gen.parameters()).device)
torch.as_tensor(real.flatten(1), device=device)
torch.empty(len(real), 6, device=device).copy_(real.flatten(1))
real.flatten(1).type_as(torch.empty(0, device=device))
""".strip().splitlines()

HELPERS = """
import random
import numpy as np
import torch
from torch import distributions as dist, nn

def seeded(generator):
    return generator.manual_seed(random.randrange(2**32))

def inside(device, call):
    with torch.device(device):
        return call()

def by_default(device, call):
    torch.set_default_device(device)
    try:
        return call()
    finally:
        torch.set_default_device(None)

def get_noise(n, z, device="cpu"):
    return NOISE

def zeros(score, device):
    return ZEROS

def ones(score, device):
    return ONES
"""

ANSWERS = {
    "get_noise": "",
    "get_gen_loss": """
def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    score = disc(gen(get_noise(num_images, z_dim, device)))
    return criterion(score, ones(score, device))
""",
    "get_disc_loss": """
def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = disc(gen(get_noise(num_images, z_dim, device)).detach())
    true = disc(real)
    return (criterion(fake, zeros(fake, device)) + criterion(true, ones(true, device))) / 2
""",
    "repaired_step": """
def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    fakes = gen(get_noise(len(real), z_dim, device))
    disc_opt.zero_grad()
    fake, true = disc(fakes.detach()), disc(real)
    d = (criterion(fake, zeros(fake, device)) + criterion(true, ones(true, device))) / 2
    d.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    score = disc(fakes)
    g = criterion(score, ones(score, device))
    g.backward()
    gen_opt.step()
    return d.item(), g.item()
""",
    "train_step": """
def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    n, rows = len(real), BATCH
    disc_opt.zero_grad()
    fake, true = disc(gen(get_noise(n, z_dim, device)).detach()), disc(rows)
    d = (criterion(fake, zeros(fake, device)) + criterion(true, ones(true, device))) / 2
    d.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    score = disc(gen(get_noise(n, z_dim, device)))
    g = criterion(score, ones(score, device))
    g.backward()
    gen_opt.step()
    return d.item(), g.item()
""",
}


def answer(name, noise=NOISES[0], target=TARGETS[0], batch=BATCHES[0]):
    """An exercise's answer that makes noise and targets and moves the batch by these lines."""
    source = (HELPERS + ANSWERS[name]).replace("NOISE", noise).replace("BATCH", batch)
    for value, number in (("zero", "0"), ("one", "1")):
        made = target.replace("VALUE", value).replace("NUMBER", number)
        source = source.replace(f"{value.upper()}S", made)
    names = {}
    exec(source, names)
    return names[name]


class GpuStep(StepDevice):
    device, arguments = "cuda", (*StepDevice.arguments[:-1], "cuda")


class GpuRepair(RepairDevice):
    device, arguments = "cuda", (*RepairDevice.arguments[:-1], "cuda")


class GpuLoss(LossDevice):
    device = "cuda"


def finding(name, answer, device=DEVICE):
    """What the aspect of the device finds in an answer; an error is a finding too."""
    of_generator = name == "get_gen_loss"
    aspect = {
        "get_noise": lambda: NoiseDevice(),
        "repaired_step": lambda: RepairDevice() if device == DEVICE else GpuRepair(),
        "train_step": lambda: StepDevice() if device == DEVICE else GpuStep(),
    }.get(name, lambda: LossDevice(of_generator) if device == DEVICE else GpuLoss(of_generator))()
    if name == "get_noise" and device != DEVICE:
        return answer(3, 5, device).device.type != device or None
    given = aspect.given(torch.Generator().manual_seed(3))
    with undisturbed():
        try:
            return aspect.judge(aspect.observe(answer, given), given)
        except RuntimeError as error:
            return str(error)


WAYS = (
    [(name, {"noise": noise}) for name in ANSWERS for noise in NOISES]
    + [(name, {"target": target}) for name in list(ANSWERS)[1:] for target in TARGETS]
    + [("train_step", {"batch": batch}) for batch in BATCHES]
)
IDS = [f"{name}: {next(iter(way.values()))}" for name, way in WAYS]


@pytest.mark.parametrize("device", [DEVICE, GPU])
@pytest.mark.parametrize(("name", "way"), WAYS, ids=IDS)
def test_whatever_stands_on_the_device_is_accepted(name, way, device):
    assert finding(name, answer(name, **way), device) is None


IGNORING = {
    r"next\(gen.parameters\(\)\).device": '"cpu"',
    r"(?<![.\w])device(?!=)": '"cpu"',
    r"_like\(score": "_like(torch.empty(len(score), 1)",
    r"score\.new": "torch.empty(0).new",
    r"(type_as|to)\(score\)": "to('cpu')",
}
"""Patterns. They turn each of these lines into one that stays on the processor."""


@pytest.mark.parametrize("device", [DEVICE, GPU])
@pytest.mark.parametrize(("name", "way"), WAYS, ids=IDS)
def test_whatever_ignores_the_device_is_noticed(name, way, device):
    ((part, line),) = way.items()
    ignoring = line
    for obeys, ignores in IGNORING.items():
        ignoring = re.sub(obeys, ignores, ignoring)
    assert ignoring != line
    assert finding(name, answer(name, **{part: ignoring}), device)


# The second device itself -------------------------------------------------------------------------


def test_an_in_place_function_returns_the_tensor_itself():
    with second_device():
        tensor = torch.empty(3, device=DEVICE)
        assert tensor.normal_() is tensor
        assert tensor.unsqueeze_(0) is tensor


def test_a_view_changes_the_tensor_that_it_belongs_to():
    with second_device():
        tensor = torch.zeros(3, 4, device=DEVICE)
        tensor[1].fill_(2)
        assert tensor.sum().item() == 8


def test_training_moves_the_weights_as_it_does_on_the_processor():
    def weights(device):
        torch.manual_seed(0)
        net, x = nn.Linear(4, 2).to(device), torch.randn(3, 4).to(device)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            net(x).pow(2).mean().backward()
            optimizer.step()
        return net.weight.detach().cpu()

    with second_device():
        assert torch.equal(weights(DEVICE), weights("cpu"))


def test_a_loop_that_waits_for_a_value_ends():
    with second_device():
        x = torch.ones((), device=DEVICE)
        while x.item() < 100:
            x *= 2
        assert x.item() == 128


def test_torch_is_as_it_was_afterwards():
    generator = torch.Generator
    with pytest.raises(ZeroDivisionError), second_device():
        1 / 0  # noqa: B018
    assert torch.Generator is generator
    assert torch.utils._python_dispatch._get_current_dispatch_mode() is None
    assert not hasattr(torch.empty(3, device=DEVICE), "on_cpu")


def test_the_cause_of_an_error_on_the_device_is_told():
    def draw(generator):
        return torch.randn(3, generator=generator, device=DEVICE)

    with second_device():
        with pytest.raises(RuntimeError) as failure:
            draw(torch.Generator())
        assert "torch.Generator(device=device)" in describe_error(failure.value, draw).likely("")
        with pytest.raises(TypeError) as refusal:
            torch.ones(3, device=DEVICE).numpy()
        assert ".cpu() comes before" in describe_error(refusal.value, draw).likely("")


def test_the_compiler_is_not_loaded():
    code = """
import sys, torch
from torch import nn
from graders.core.errors import describe_error
from graders.instruments.devices import second_device
from graders.lesson_02.get_noise import NoiseDevice

with second_device():
    output = nn.Linear(4, 2).to("meta")(torch.randn(3, 4, device="meta"))
    nn.BCEWithLogitsLoss()(output, torch.ones_like(output)).backward()
print([name for name in ("sympy", "torch._dynamo") if name in sys.modules])
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_cuda_fixed_in_the_code_is_named_where_there_is_a_gpu():
    error = RuntimeError("Expected all tensors to be on the same device, but got mat1 is on cuda:0")
    assert "'cuda' is fixed in the code" in describe_error(error, print).likely("f()")
    judge = NoiseDevice().judge
    fixed = judge({"meta": "cuda:0", "cpu": "cuda:0"}, {})
    assert "'cuda' is fixed in the code" in fixed.likely
    default = judge({"meta": "meta", "cpu": "cuda:0"}, {})
    assert "made the default" in default.likely
    assert "not passed on" not in default.likely
