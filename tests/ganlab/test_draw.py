"""Pictures for the lessons: what they show, and their alternative text."""

import io
import math
import re

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from PIL import Image

from ganlab import draw, pictures, style
from ganlab.data import load_digits


def pixels(figure: Figure) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(pictures.to_png(figure, alt="test"))).convert("RGB"))


def contains(page: np.ndarray, image: np.ndarray) -> bool:
    """Say whether the RGB image stands somewhere in the page, exactly."""
    height, width = image.shape[:2]
    corners = np.argwhere((page[:, :, 0] == image[0, 0, 0]) & (page[:, :, 1] == image[0, 0, 1]))
    return any(np.array_equal(page[y : y + height, x : x + width], image) for y, x in corners)


def spoken(capsys: pytest.CaptureFixture) -> str:
    return capsys.readouterr().out


# image grids


def test_every_image_stands_in_the_grid_pixel_for_pixel() -> None:
    images = load_digits("test").images[:7]
    page = pixels(draw.tensor_images_figure(images, nrow=4))
    scale = 460 // (4 * 30 - 2)
    for image in images:
        large = (image[0] * 255).round().byte().numpy().repeat(scale, 0).repeat(scale, 1)
        assert contains(page, np.stack([large] * 3, axis=-1))


def test_colours_are_kept() -> None:
    image = torch.zeros(1, 3, 8, 8)
    image[0, 0], image[0, 1] = 1.0, 0.4
    page = pixels(draw.tensor_images_figure(image))
    assert (page == [255, 102, 0]).all(axis=-1).sum() >= 400 * 400


def test_flat_and_shaped_images_give_the_same_picture() -> None:
    images = load_digits("test").images[:25]
    shaped = pixels(draw.tensor_images_figure(images))
    assert np.array_equal(pixels(draw.tensor_images_figure(images.flatten(1))), shaped)
    gradient = images.flatten(1).requires_grad_().double()
    assert np.array_equal(pixels(draw.tensor_images_figure(gradient)), shaped)


def test_values_are_clamped_and_the_title_tells_the_range(capsys: pytest.CaptureFixture) -> None:
    images = torch.linspace(-2, 3, 4 * 784).reshape(4, 784)
    shown = pixels(draw.tensor_images_figure(images, title="same"))
    assert np.array_equal(
        shown, pixels(draw.tensor_images_figure(images.clamp(0, 1), title="same"))
    )
    draw.show_tensor_images(images)
    assert "4 images, pixel values -2.00 to 3.00." in spoken(capsys)
    draw.show_tensor_images(images * math.nan)
    assert "pixel values contain NaN" in spoken(capsys)


def test_no_more_images_than_asked_for(capsys: pytest.CaptureFixture) -> None:
    draw.show_tensor_images(torch.rand(30, 784), num_images=9, nrow=3)
    assert "9 images of 28 by 28 pixels in a grid, 3 to a row." in spoken(capsys)
    draw.show_tensor_images(torch.rand(2, 12), size=(3, 2, 2))
    assert "2 images of 2 by 2 pixels in a grid, 2 to a row." in spoken(capsys)


@pytest.mark.parametrize(
    "wrong", [torch.rand(5, 783), torch.rand(5, 2, 28, 28), torch.rand(0, 784), torch.rand(784)]
)
def test_a_tensor_without_images_is_named(wrong: torch.Tensor) -> None:
    with pytest.raises(ValueError, match=re.escape(f"shape {tuple(wrong.shape)} does not hold")):
        draw.show_tensor_images(wrong)


def test_other_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="not as list"):
        draw.show_tensor_images([[0.0] * 784])
    with pytest.raises(ValueError, match="num_images is 0"):
        draw.show_tensor_images(torch.rand(5, 784), num_images=0)
    with pytest.raises(ValueError, match="nrow is -1"):
        draw.show_tensor_images(torch.rand(5, 784), nrow=-1)


# progression


def test_a_progression_shows_every_moment(capsys: pytest.CaptureFixture) -> None:
    images = load_digits("test").images[:12]
    grids = [images[:4], images[4:8], images[8:].flatten(1)]
    draw.show_progression([grids[0], grids[1]], ["start", "epoch 2"])
    assert "4 noise vectors at 2 moments: start, epoch 2." in spoken(capsys)
    with pytest.raises(ValueError, match="1 labels"):
        draw.show_progression(grids, ["start"])
    figure = draw.progression_figure([images[:4], images[4:8], images[8:]], [0, 1, 2])
    page = pixels(figure)
    for image in images:
        large = (image[0] * 255).round().byte().numpy().repeat(2, 0).repeat(2, 1)
        assert contains(page, np.stack([large] * 3, axis=-1))
    assert [text.get_text() for text in figure.texts][1:] == ["0", "1", "2"]


def test_a_row_of_a_small_progression_follows_one_noise_vector() -> None:
    grids = [torch.full((3, 1, 8, 8), 0.2 * moment) for moment in range(1, 4)]
    figure = draw.progression_figure(grids, ["a", "b", "c"])
    tops = {image.oy for image in figure.images}
    assert len(figure.images) == 3
    assert len(tops) == 1
    assert figure.images[0].get_array().shape[0] > 2 * figure.images[0].get_array().shape[1]


def test_a_long_progression_breaks_into_rows() -> None:
    figure = draw.progression_figure([torch.rand(4, 784)] * 20, [f"epoch {n}" for n in range(20)])
    assert len({image.oy for image in figure.images}) > 1
    assert pixels(figure).shape[1] <= 800


@pytest.mark.parametrize(
    ("grids", "labels", "sentence"),
    [
        ([], [], "0 grids and 0 labels"),
        ([torch.rand(2, 784)], [], "1 grids and 0 labels"),
        ([torch.rand(2, 784), torch.rand(3, 784)], [0, 1], "different shapes"),
    ],
)
def test_a_progression_that_does_not_fit_is_named(grids: list, labels: list, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        draw.show_progression(grids, labels)


# loss curves


def lines(figure: Figure) -> dict[str, object]:
    return {line.get_label(): line for line in figure.axes[0].get_lines()}


def test_loss_curves_show_the_numbers_given() -> None:
    figure = draw.loss_curves_figure([0.7, torch.tensor(0.5)], torch.tensor([0.6, 0.9]))
    drawn = lines(figure)
    assert drawn["discriminator"].get_ydata() == pytest.approx([0.7, 0.5])
    assert drawn["generator"].get_ydata() == pytest.approx([0.6, 0.9])
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("training step", "loss")
    assert axes.get_title()


def test_the_two_losses_differ_in_more_than_colour() -> None:
    drawn = lines(draw.loss_curves_figure([0.7] * 5, [0.6] * 5))
    for what in ("get_linestyle", "get_marker", "get_color"):
        assert getattr(drawn["discriminator"], what)() != getattr(drawn["generator"], what)()


@pytest.mark.parametrize(
    ("landmark", "heights"),
    [("mean", [math.log(2)]), ("sum", [math.log(2), 2 * math.log(2)]), (None, [])],
)
def test_landmarks_stand_at_ln_2(landmark: str | None, heights: list[float]) -> None:
    drawn = draw.loss_curves_figure([0.7] * 5, [0.6] * 5, landmark=landmark).axes[0].get_lines()
    marks = [line.get_ydata()[0] for line in drawn if line.get_color() == style.GREY]
    assert marks == pytest.approx(heights)


def test_many_steps_are_averaged_and_stay_visible() -> None:
    losses = torch.rand(5000)
    figure = draw.loss_curves_figure(losses, losses + 1)
    drawn = lines(figure)
    average = drawn["discriminator, average"].get_ydata()
    assert len(average) == 100
    assert average[0] == pytest.approx(losses[:50].mean().item(), abs=1e-6)
    assert max(len(line.get_ydata()) for line in figure.axes[0].get_lines()) == 5000


@pytest.mark.parametrize(
    ("last", "landmark", "won"),
    [(0.05, "mean", True), (0.15, "mean", False), (0.15, "sum", True), (0.05, None, False)],
)
def test_the_picture_says_when_the_discriminator_has_won(
    last: float, landmark: str | None, won: bool, capsys: pytest.CaptureFixture
) -> None:
    draw.show_loss_curves([0.7] * 20 + [last] * 20, [0.7] * 40, landmark=landmark)
    assert ("The discriminator has won" in spoken(capsys)) == won


def test_losses_that_became_nan_are_still_drawn(capsys: pytest.CaptureFixture) -> None:
    draw.show_loss_curves([0.7, math.nan, math.nan], [0.7, math.inf, math.nan])
    assert "Discriminator loss: first 0.70, last nan." in spoken(capsys)


@pytest.mark.parametrize(
    ("disc", "gen", "landmark", "sentence"),
    [
        ([], [], "mean", "0 discriminator losses"),
        ([1.0], [1.0, 2.0], "mean", "1 discriminator losses and 2 generator losses"),
        ([1.0], [1.0], "ln 2", "landmark is 'ln 2'"),
    ],
)
def test_losses_that_do_not_fit_are_named(
    disc: list, gen: list, landmark: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        draw.show_loss_curves(disc, gen, landmark=landmark)


# alternative texts


def test_an_alt_of_ones_own_replaces_the_made_up_one(capsys: pytest.CaptureFixture) -> None:
    draw.show_tensor_images(torch.rand(2, 784), alt="Noise.")
    draw.show_loss_curves([1.0], [1.0], alt="Flat.")
    draw.show_progression([torch.rand(2, 784)], ["now"], alt="One moment.")
    assert spoken(capsys).splitlines() == [
        "[picture: Noise.]",
        "[picture: Flat.]",
        "[picture: One moment.]",
    ]
