"""The networks have the published layers, shapes and ranges."""

from itertools import pairwise

import pytest
import torch
from torch import nn

from ganlab import networks


def parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def linear(a: int, b: int) -> int:
    return a * b + b


def test_a_generator_block_is_linear_batchnorm_relu() -> None:
    block = networks.get_generator_block(25, 12)
    assert [type(layer) for layer in block] == [nn.Linear, nn.BatchNorm1d, nn.ReLU]
    torch.manual_seed(0)
    out = block(torch.randn(1000, 25))
    assert out.shape == (1000, 12)
    assert out.min() == 0
    assert 0.55 < out.std() < 0.65


def test_a_discriminator_block_is_linear_leaky_relu() -> None:
    block = networks.get_discriminator_block(25, 12)
    assert [type(layer) for layer in block] == [nn.Linear, nn.LeakyReLU]
    x = torch.randn(40, 25)
    before = block[0](x)
    assert torch.equal(block(x), torch.where(before > 0, before, 0.2 * before))


@pytest.mark.parametrize(("z_dim", "im_dim", "hidden_dim"), [(10, 784, 128), (7, 30, 5)])
def test_the_generator_widens_in_four_blocks(z_dim: int, im_dim: int, hidden_dim: int) -> None:
    gen = networks.Generator(z_dim, im_dim, hidden_dim)
    assert len(gen.gen) == 6
    assert gen.get_gen() is gen.gen
    widths = [z_dim, hidden_dim, 2 * hidden_dim, 4 * hidden_dim, im_dim]
    blocks = [linear(a, b) + 2 * b for a, b in pairwise(widths)]
    assert parameters(gen) == sum(blocks) + linear(im_dim, im_dim)
    out = gen(torch.randn(9, z_dim))
    assert out.shape == (9, im_dim)
    assert out.min() > 0
    assert out.max() < 1


@pytest.mark.parametrize(("im_dim", "hidden_dim"), [(784, 128), (30, 5)])
def test_the_discriminator_narrows_in_three_blocks_to_one_logit(
    im_dim: int, hidden_dim: int
) -> None:
    disc = networks.Discriminator(im_dim, hidden_dim)
    assert len(disc.disc) == 4
    assert disc.get_disc() is disc.disc
    widths = [im_dim, 4 * hidden_dim, 2 * hidden_dim, hidden_dim, 1]
    assert parameters(disc) == sum(linear(a, b) for a, b in pairwise(widths))
    out = disc(100 * torch.randn(64, im_dim))
    assert out.shape == (64, 1)
    assert out.max() > 1 or out.min() < 0, "logits are not squeezed into (0, 1)"


def test_noise_is_standard_normal_on_the_device_asked_for() -> None:
    torch.manual_seed(0)
    noise = networks.get_noise(1000, 100)
    assert noise.shape == (1000, 100)
    assert abs(noise.mean()) < 0.02
    assert abs(noise.std() - 1) < 0.02
    assert abs((noise.abs() < 1).float().mean() - 0.6827) < 0.01, "the share within one std"
    assert networks.get_noise(2, 3, device="meta").device.type == "meta"


def test_the_minimal_networks_have_two_layers_and_end_in_a_sigmoid() -> None:
    gen, disc = networks.MinimalGenerator(), networks.MinimalDiscriminator()
    assert parameters(gen) == linear(100, 128) + linear(128, 784)
    assert parameters(disc) == linear(784, 128) + linear(128, 1)
    fake = gen(torch.randn(6, 100))
    assert fake.shape == (6, 784)
    assert 0 < fake.min() < fake.max() < 1
    judged = disc(fake)
    assert judged.shape == (6, 1)
    assert 0 < judged.min() <= judged.max() < 1


def test_the_sizes_of_the_minimal_networks_can_be_chosen() -> None:
    assert networks.MinimalGenerator(3, 4, 5)(torch.randn(2, 3)).shape == (2, 5)
    assert networks.MinimalDiscriminator(5, 4)(torch.randn(2, 5)).shape == (2, 1)
