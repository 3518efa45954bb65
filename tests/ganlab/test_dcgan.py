"""DCGAN has the published layers, sizes, parameter counts and start."""

import pytest
import torch
from torch import nn

from ganlab import dcgan


def parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def kinds(model: nn.Module) -> list[type]:
    return [type(layer) for layer in model]


@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "padding"),
    [(28, 3, 1, 0), (64, 4, 2, 1), (5, 4, 2, 1), (7, 3, 2, 0), (4, 4, 1, 0), (9, 2, 3, 1)],
)
def test_the_sizes_are_those_that_torch_gives(
    size: int, kernel_size: int, stride: int, padding: int
) -> None:
    settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    image = torch.zeros(1, 1, size, size)
    out = nn.Conv2d(1, 1, **settings)(image)
    assert dcgan.conv_out_size(size, **settings) == out.shape[-1]
    out = nn.ConvTranspose2d(1, 1, **settings)(image)
    assert dcgan.conv_transpose_out_size(size, **settings) == out.shape[-1]


def test_a_generator_block_doubles_the_size() -> None:
    block = dcgan.make_gen_block(6, 3)
    assert kinds(block) == [nn.ConvTranspose2d, nn.BatchNorm2d, nn.ReLU]
    assert parameters(block) == 6 * 3 * 4 * 4 + 2 * 3, "no bias"
    out = block(torch.randn(5, 6, 7, 7))
    assert out.shape == (5, 3, 14, 14)
    assert out.min() == 0


def test_the_last_generator_block_is_convolution_and_tanh() -> None:
    block = dcgan.make_gen_block(6, 3, final_layer=True)
    assert kinds(block) == [nn.ConvTranspose2d, nn.Tanh]
    assert parameters(block) == 6 * 3 * 4 * 4


def test_a_discriminator_block_halves_the_size() -> None:
    block = dcgan.make_disc_block(3, 6)
    assert kinds(block) == [nn.Conv2d, nn.BatchNorm2d, nn.LeakyReLU]
    assert block[2].negative_slope == 0.2
    assert parameters(block) == 3 * 6 * 4 * 4 + 2 * 6, "no bias"
    assert block(torch.randn(5, 3, 14, 14)).shape == (5, 6, 7, 7)
    assert kinds(dcgan.make_disc_block(3, 6, norm=False)) == [nn.Conv2d, nn.LeakyReLU]
    assert kinds(dcgan.make_disc_block(3, 6, final_layer=True)) == [nn.Conv2d]


def test_the_published_size_has_the_published_number_of_parameters() -> None:
    with torch.device("meta"):  # shapes without the work
        gen, disc = dcgan.DCGANGenerator(), dcgan.DCGANDiscriminator()
        images = gen(torch.empty(2, 100, 1, 1))
        assert images.shape == (2, 3, 64, 64)
        assert disc(images).shape == (2, 1)
    assert parameters(gen) == 12_658_432
    assert parameters(disc) == 11_036_160
    convs = [m for m in gen.modules() if isinstance(m, nn.ConvTranspose2d)]
    assert [(m.in_channels, m.out_channels) for m in convs] == [
        (100, 1024),
        (1024, 512),
        (512, 256),
        (256, 128),
        (128, 3),
    ]
    norms = [m.num_features for m in disc.modules() if isinstance(m, nn.BatchNorm2d)]
    assert norms == [256, 512, 1024], "none next to the image, none at the end"


@pytest.mark.parametrize(("image_size", "blocks"), [(8, 2), (16, 3), (32, 4), (64, 5)])
def test_other_sizes_follow_the_same_rule(image_size: int, blocks: int) -> None:
    gen = dcgan.DCGANGenerator(z_dim=5, channels=1, base=4, image_size=image_size)
    disc = dcgan.DCGANDiscriminator(channels=1, base=4, image_size=image_size)
    assert len(gen.gen) == len(disc.disc) == blocks
    images = gen(torch.randn(3, 5, 1, 1))
    assert images.shape == (3, 1, image_size, image_size)
    assert images.abs().max() < 1
    logits = disc(images)
    assert logits.shape == (3, 1)
    assert torch.equal(disc.disc(images).flatten(), logits.flatten())


@pytest.mark.parametrize("image_size", [0, -8, 4, 28, 48])
def test_an_image_size_that_does_not_fit_is_refused(image_size: int) -> None:
    with pytest.raises(ValueError, match="image_size"):
        dcgan.DCGANGenerator(image_size=image_size)
    with pytest.raises(ValueError, match="image_size"):
        dcgan.DCGANDiscriminator(image_size=image_size)


def test_weights_start_as_published() -> None:
    torch.manual_seed(0)
    gen = dcgan.DCGANGenerator(base=32).apply(dcgan.weights_init)
    disc = dcgan.DCGANDiscriminator(base=32).apply(dcgan.weights_init)
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            assert abs(layer.weight.mean()) < 0.002
            assert 0.018 < layer.weight.std() < 0.022
        elif isinstance(layer, nn.BatchNorm2d):
            assert abs(layer.weight.mean() - 1) < 0.02
            assert 0.01 < layer.weight.std() < 0.03
            assert not layer.bias.any()


def test_weights_init_leaves_other_layers_alone() -> None:
    linear = nn.Linear(4, 3)
    before = linear.weight.clone()
    conv = nn.Conv2d(3, 3, 3)
    bias = conv.bias.clone()
    nn.Sequential(linear, conv, nn.BatchNorm2d(3, affine=False)).apply(dcgan.weights_init)
    assert torch.equal(linear.weight, before)
    assert torch.equal(conv.bias, bias)


def test_a_fixed_batchnorm_scale_is_one_and_not_trained() -> None:
    gen = dcgan.DCGANGenerator(z_dim=5, base=4).apply(dcgan.weights_init)
    assert dcgan.fix_batchnorm_scale(gen) is gen
    norms = [m for m in gen.modules() if isinstance(m, nn.BatchNorm2d)]
    assert len(norms) == 4
    for norm in norms:
        assert torch.equal(norm.weight, torch.ones_like(norm.weight))
        assert not norm.weight.requires_grad
        assert norm.bias.requires_grad


def test_a_pair_is_a_generator_and_a_discriminator_that_fit() -> None:
    gen, disc = dcgan.make_dcgan(z_dim=5, channels=2, base=3, image_size=16)
    images = gen(torch.randn(4, 5, 1, 1))
    assert images.shape == (4, 2, 16, 16)
    assert disc(images).shape == (4, 1)
