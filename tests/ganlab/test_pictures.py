"""Figures as PNGs: their size, their alternative text, in a notebook and outside."""

import io
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image

from ganlab import draw, pictures

# PNG files


@pytest.mark.parametrize(
    "figure",
    [
        lambda: draw.tensor_images_figure(torch.rand(64, 784), num_images=64, nrow=8),
        lambda: draw.tensor_images_figure(torch.rand(25, 3, 64, 64)),
        lambda: draw.progression_figure([torch.rand(16, 784)] * 8, range(8)),
        lambda: draw.loss_curves_figure(torch.rand(9000), torch.rand(9000)),
    ],
    ids=["digits", "colour noise", "progression", "curves"],
)
def test_even_noise_stays_under_sixty_kilobytes(figure: object) -> None:
    png = pictures.to_png(figure(), alt="noise")
    assert len(png) <= 60_000
    image = np.array(Image.open(io.BytesIO(png)).convert("L"))
    assert image.std() > 20, "not an empty page"
    assert min(image.shape) > 150


def test_a_picture_of_any_length_keeps_every_pixel() -> None:
    noise = torch.randint(256, (4, 3, 64, 64), dtype=torch.uint8)
    figure = draw.tensor_images_figure(noise / 255, nrow=1)
    png = pictures.to_png(figure, alt="noise", max_bytes=None)
    assert len(png) > 60_000
    pixels = {tuple(pixel) for pixel in np.array(Image.open(io.BytesIO(png))).reshape(-1, 3)}
    assert {tuple(pixel) for pixel in noise.permute(0, 2, 3, 1).reshape(-1, 3).tolist()} <= pixels


def test_a_saved_picture_carries_its_description(tmp_path: object) -> None:
    pictures.save(draw.loss_curves_figure([1.0], [2.0]), tmp_path / "a.png", alt="Zwölf\n  losses")
    assert Image.open(tmp_path / "a.png").text["Description"] == "Zwölf losses"


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_no_picture_without_alternative_text(alt: object) -> None:
    with pytest.raises(ValueError, match="no alternative text"):
        pictures.show(Figure(), alt=alt)


def test_a_script_gets_the_text_and_the_figure_is_closed(capsys: pytest.CaptureFixture) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2])
    assert pictures.show(figure, alt="A line that rises.") is None
    assert capsys.readouterr().out == "[picture: A line that rises.]\n"
    assert not plt.fignum_exists(figure.number)


# notebooks

CELLS = [
    "import torch; from ganlab import draw; from ganlab.runtime import setup; setup()",
    """draw.show_tensor_images(torch.rand(4, 784), title='"Noise" & <b>')""",
    "import matplotlib.pyplot as plt\n"
    "figure, axes = plt.subplots()\n"
    "axes.plot([1, 2])\n"
    'draw.show(figure, alt="A line that rises.")',
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    made = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(made, timeout=60, kernel_name="python3")
    return client.execute(cwd=str(tmp_path_factory.mktemp("notebook")))


def test_a_notebook_shows_each_picture_once_and_nothing_else(
    notebook: nbformat.NotebookNode,
) -> None:
    assert [len(cell.outputs) for cell in notebook.cells] == [1, 1, 1]
    shown = [pictures.read_picture(cell.outputs[0]) for cell in notebook.cells]
    assert shown[0] is None
    assert shown[1].alt.startswith('"Noise" & <b>. 4 images of 28 by 28 pixels')
    assert shown[2].alt == "A line that rises."
    for picture in shown[1:]:
        image = Image.open(io.BytesIO(picture.png))
        assert image.text["Description"] == picture.alt
        assert len(picture.png) < 60_000


@pytest.mark.parametrize("template", ["lab", "classic"])
def test_an_html_export_keeps_the_alternative_text(
    notebook: nbformat.NotebookNode, template: str
) -> None:
    page = HTMLExporter(template_name=template).from_notebook_node(notebook)[0]
    images = []
    parser = HTMLParser()
    parser.handle_startendtag = lambda tag, attributes: images.append((tag, dict(attributes)))
    parser.handle_starttag = parser.handle_startendtag
    parser.feed(page)
    alts = [
        attributes.get("alt")
        for tag, attributes in images
        if tag == "img" and attributes["src"].startswith("data:image/png")
    ]
    assert len(alts) == 2
    assert alts[0].startswith('"Noise" & <b>. 4 images')
    assert alts[1] == "A line that rises."


def test_plain_images_of_other_tools_are_read_too() -> None:
    data = {"image/png": "aGVsbG8=\n", "text/plain": "<Figure>"}
    told = {"data": data, "metadata": {"image/png": {"alt": "Hello."}}}
    assert pictures.read_picture(told) == pictures.Picture(b"hello", "Hello.")
    assert pictures.read_picture({"data": data, "metadata": {}}) == pictures.Picture(b"hello", "")
    assert pictures.read_picture({"output_type": "stream", "text": "hello"}) is None
    bare = {"data": {"text/html": ['<p><img src="data:image/png;base64,', 'aGVsbG8="></p>']}}
    assert pictures.read_picture(bare) == pictures.Picture(b"hello", "")
