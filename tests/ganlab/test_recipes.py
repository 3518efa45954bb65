"""Recipes: the published numbers, and the course's twins."""

import inspect
import re
import sys
import types
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from torch import nn

from ganlab import recipes
from ganlab.recipes import RECIPES, get_recipe, logit_loss, probability_loss


def linear(*widths, norms=()):
    """Parameters of a stack of linear layers, and of BatchNorm behind some widths."""
    weights = sum((a + 1) * b for a, b in pairwise(widths))
    return weights + sum(2 * width for width in norms)


# Layer by layer, as the tutorials print them.
PARAMETERS = {
    "minimal": (linear(100, 128, 784), linear(784, 128, 1)),
    "practice": (linear(64, 256, 256, 784), linear(784, 256, 256, 1)),
    "first-gan": (
        linear(64, 128, 256, 512, 784, 784, norms=(128, 256, 512, 784)),
        linear(784, 512, 256, 128, 1),
    ),
    "dcgan": (12_658_432, 11_036_160),
    "images": (linear(100, 256, 512, 784), linear(784, 512, 256, 1)),
}

# batch size, lr, betas, loss of D, fakes of G's step, pixel range, epochs where they are published
SETTINGS = {
    "minimal": (60, 1e-3, (0.9, 0.999), "sum", "new", (0.0, 1.0), 120),
    "practice": (100, 2e-4, (0.9, 0.999), "sum", "new", (-1.0, 1.0), 200),
    "first-gan": (128, 1e-5, (0.9, 0.999), "mean", "new", (0.0, 1.0), 200),
    "dcgan": (64, 2e-4, (0.5, 0.999), "sum", "same", (-1.0, 1.0), 1),
    "images": (None, None, (0.9, 0.999), "sum", "same", (-1.0, 1.0), None),
}

published = pytest.mark.parametrize("name", list(PARAMETERS))
every = pytest.mark.parametrize("name", list(RECIPES))


def test_the_five_published_systems_are_there_and_a_twin_of_each():
    assert {name for name, recipe in RECIPES.items() if recipe.published} >= set(PARAMETERS)
    assert not any(RECIPES[f"{name}-course"].published for name in PARAMETERS)
    assert all(RECIPES[name].name == name for name in RECIPES)


def test_the_sources_page_says_who_published_each():
    page = Path(__file__).parents[2] / "docs" / "sources.md"
    named = re.findall(r"(?m)^\| `([\w-]+)` \|", page.read_text(encoding="utf-8"))
    assert named == [name for name, recipe in RECIPES.items() if recipe.published]


@published
def test_a_twin_trains_the_same_networks(name):
    own, twin = get_recipe(name), get_recipe(f"{name}-course")
    assert own.sizes == twin.sizes


def test_a_recipe_needs_no_twin_and_no_place_beside_others():
    """A module with one more entry in its table is still imported, and finds the recipe."""
    source = inspect.getsource(recipes)
    toy = 'replace(_MINIMAL, name="toy", title="a toy", published=False)'
    changed = source.replace("    for recipe in (\n", f"    for recipe in (\n        {toy},\n")
    assert changed != source
    module = types.ModuleType("recipes_with_a_toy")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    try:
        exec(compile(changed, "recipes_with_a_toy.py", "exec"), vars(module))
    finally:
        del sys.modules[module.__name__]
    assert list(module.RECIPES) == ["toy", *RECIPES]
    assert module.get_recipe("toy").title == "a toy"


@published
@pytest.mark.parametrize("twin", ["", "-course"])
def test_networks_have_the_published_number_of_parameters(name, twin):
    networks = get_recipe(name + twin).networks("published")
    assert tuple(sum(p.numel() for p in net.parameters()) for net in networks) == PARAMETERS[name]


@published
def test_settings_are_the_published_ones(name):
    recipe = get_recipe(name)
    batch, lr, betas, disc_loss, fakes, pixel_range, epochs = SETTINGS[name]
    assert batch is None or recipe.batch_size == batch
    assert lr is None or recipe.lr == lr
    assert epochs is None or recipe.epochs == epochs
    assert (recipe.betas, recipe.disc_loss, recipe.fakes) == (betas, disc_loss, fakes)
    assert recipe.system().pixel_range == pixel_range
    assert recipe.published
    assert (recipe.r1_weight, recipe.ema_decay) == (0, None)


@every
def test_generator_and_discriminator_fit_each_other_and_the_pixel_range(name):
    recipe = get_recipe(name)
    for size, system in recipe.sizes.items():
        if "dcgan" in name and size == "published":
            continue  # tests/ganlab/test_training.py makes a whole step with it
        torch.manual_seed(0)
        gen, disc = recipe.networks(size)
        fakes = gen(torch.randn(3, *system.z_shape))
        side = (system.channels, system.image_size, system.image_size)
        assert fakes.shape == ((3, 784) if system.flat else (3, *side))
        assert system.pixel_range[0] <= fakes.min() < fakes.max() <= system.pixel_range[1]
        assert disc(fakes).shape == (3, 1)
        assert not any(isinstance(layer, nn.Sigmoid) for layer in disc.modules())


def test_published_dcgan_starts_as_published():
    torch.manual_seed(0)
    networks = get_recipe("dcgan").networks("small")
    drawn = []
    for layer in (layer for net in networks for layer in net.modules()):
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            assert layer.bias is None
            drawn.append(layer.weight.detach().flatten())
        if isinstance(layer, nn.BatchNorm2d):
            assert (layer.weight == 1).all()
            assert (layer.bias == 0).all()
            assert not layer.weight.requires_grad
            assert layer.bias.requires_grad
    assert torch.cat(drawn).std().item() == pytest.approx(0.02, rel=0.02)


def test_published_dcgan_learns_from_verdicts_that_are_certain():
    logits = torch.full((4, 1), -48.0, requires_grad=True)
    get_recipe("dcgan").criterion(logits, torch.ones(4, 1)).backward()
    torch.testing.assert_close(logits.grad, torch.full((4, 1), -1 / 4))


def test_both_losses_agree_until_the_sigmoid_rounds():
    targets = torch.tensor([[1.0], [0.0], [1.0]])
    logits = torch.tensor([[-3.0], [0.5], [12.0]])
    torch.testing.assert_close(probability_loss(logits, targets), logit_loss(logits, targets))
    far = torch.tensor([[40.0]])
    assert logit_loss(far, torch.zeros(1, 1)).item() == pytest.approx(40)
    assert probability_loss(far, torch.zeros(1, 1)).item() == 100


def test_what_does_not_exist_is_said_with_what_does():
    with pytest.raises(ValueError, match=r"no recipe 'gan'; choose one of minimal, minimal-course"):
        get_recipe("gan")
    with pytest.raises(ValueError, match="no size 'huge'; choose published or small"):
        get_recipe("dcgan").system("huge")
