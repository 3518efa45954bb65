"""Films: small, short, started by the reader alone, with a still."""

import io

import matplotlib
import nbformat
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

from ganlab import films, pictures


def frames_of(film: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(film))
    assert image.format == "WEBP"
    return image


def seconds_of(film: bytes) -> float:
    image = frames_of(film)
    total = 0
    for number in range(image.n_frames):
        image.seek(number)
        image.load()
        total += image.info["duration"]
    return total / 1000


def moments(count: int, images: int = 16) -> tuple[list[torch.Tensor], list[str]]:
    rng = torch.Generator().manual_seed(0)
    noise = torch.rand(images, 784, generator=rng)
    return [noise * i / count for i in range(count)], [f"step {i}" for i in range(count)]


def test_a_film_shows_every_moment_and_lasts_five_seconds_with_its_last_frame():
    film = films.encode(films.grid_frames(*moments(21)))
    assert frames_of(film).n_frames == 21
    assert seconds_of(film) == pytest.approx(5.0, abs=0.1)


def test_a_training_stopped_at_its_first_moment_has_a_film_of_one():
    film = films.encode(films.grid_frames(*moments(1)))
    assert frames_of(film).n_frames == 1
    films.show_film(*moments(1), stills=6)


def test_even_noise_stays_under_two_hundred_kilobytes_and_keeps_the_last_frame():
    rng = torch.Generator().manual_seed(0)
    grids = [torch.rand(64, 784, generator=rng) for _ in range(99)] + [torch.zeros(64, 784)]
    film = films.encode(films.grid_frames(grids, range(100)))
    assert len(film) <= 200_000
    image = frames_of(film)
    assert 1 < image.n_frames < 100
    image.seek(image.n_frames - 1)
    assert sum(image.convert("L").crop((30, 40, 200, 200)).histogram()[:30]) > 15_000
    assert seconds_of(film) == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("count", [1, 2])
def test_few_frames_that_are_too_large_lose_pixels(count: int):
    rng = np.random.default_rng(0)
    noise = rng.integers(256, size=(count, 1200, 1200, 3), dtype=np.uint8)
    film = films.encode([Image.fromarray(frame) for frame in noise])
    assert len(film) <= 200_000
    assert frames_of(film).width < 1200


def test_the_label_stands_in_the_frame():
    grid = [torch.zeros(1, 784)]
    empty, labelled = (films.grid_frames(grid, [label])[0] for label in ("", "step 100"))
    assert empty.size == labelled.size
    assert empty.tobytes() != labelled.tobytes()


def test_charts_become_frames():
    def chart(height: float) -> Figure:
        with matplotlib.rc_context():
            figure = Figure(figsize=(2, 2), dpi=50)
            figure.subplots().plot([0, height])
        return figure

    film = films.encode([films.figure_frame(chart(height)) for height in (1, 2, 3)], seconds=2)
    assert frames_of(film).size == (100, 100)
    assert frames_of(film).n_frames == 3
    assert seconds_of(film) == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("sizes", [[], [(4, 4), (4, 5)]])
def test_frames_of_several_sizes_or_none_are_refused(sizes: list[tuple[int, int]]):
    with pytest.raises(ValueError, match="frames of one size"):
        films.encode([Image.new("RGB", size) for size in sizes])


def test_in_a_notebook_the_film_is_folded_below_a_still():
    source = (
        "import torch; from ganlab import films\n"
        "films.show_film([torch.rand(4, 784)] * 10, range(10), title='Noise')"
    )
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(nb, kernel_name="python3", shutdown_kernel="immediate").execute()
    picture = pictures.read_picture(nb.cells[0].outputs[0])
    assert "5 moments" in picture.alt
    assert seconds_of(picture.film) <= 5.1
    html = nb.cells[0].outputs[0].data["text/html"]
    assert html.index("data:image/png") < html.index("<details>") < html.index("data:image/webp")
    assert "Film. Noise." in html
