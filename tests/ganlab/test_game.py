"""The diagram of the game: each step shows its own gradient and no other."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

from ganlab import draw, game, pictures, style


def gradients(step: str | None) -> set[str]:
    axes = game.game_figure(step).axes[0]
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    return {to_hex(arrow.get_edgecolor()).upper() for arrow in arrows} - {style.GREY.upper()}


@pytest.mark.parametrize(
    ("step", "colors", "cut"),
    [
        (None, {style.BLUE, style.ORANGE}, True),
        ("discriminator", {style.BLUE}, True),
        ("generator", {style.ORANGE}, False),
    ],
)
def test_a_step_shows_its_own_gradient_and_where_detach_cuts(step, colors, cut):
    assert gradients(step) == colors
    words = " ".join(text.get_text() for text in game.game_figure(step).axes[0].texts)
    assert ("detach cuts here" in words) == cut


def test_no_word_leaves_its_picture():
    figure = game.game_figure()
    figure.canvas.draw()
    page = figure.bbox
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 < box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 < box.y1 <= page.y1, text.get_text()


def test_it_is_small_and_told_in_words():
    figure = game.game_figure("generator")
    assert "weights stay as they are" in draw.alt_text(figure)
    assert len(pictures.to_png(figure, alt="x")) < 30_000


def test_another_step_is_refused():
    with pytest.raises(ValueError, match="choose 'discriminator', 'generator' or None"):
        game.show_game("both")
