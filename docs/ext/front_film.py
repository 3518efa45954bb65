"""Makes the moving digits of the front page, walk.webp, their still, walk.png, and favicon.png.

    python docs/ext/front_film.py

They stand in docs/pictures/. Each digit goes round a circle in the space of noise. The generator
is the one that lesson 00 uses.
"""

from pathlib import Path

import torch
from PIL import Image

from ganlab.small_generator import load_small_generator

PICTURES = Path(__file__).parents[1] / "pictures"
ROWS, COLUMNS, SIDE, GAP = 3, 9, 56, 4
FRAMES, SECONDS = 48, 8.0


def frames() -> list[Image.Image]:
    """Walk once round: the last frame is one step before the first."""
    torch.manual_seed(2)
    generator = load_small_generator()
    start, end = torch.randn(2, ROWS * COLUMNS, generator.z_dim)
    made = []
    for turn in torch.arange(FRAMES) / FRAMES * 2 * torch.pi:
        with torch.no_grad():
            digits = generator(torch.cos(turn) * start + torch.sin(turn) * end)
        page = Image.new("L", (COLUMNS * (SIDE + GAP) - GAP, ROWS * (SIDE + GAP) - GAP), 0)
        for number, digit in enumerate((digits[:, 0] * 255).byte().numpy()):
            row, column = divmod(number, COLUMNS)
            large = Image.fromarray(digit).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
            page.paste(large, (column * (SIDE + GAP), row * (SIDE + GAP)))
        made.append(page.convert("RGB"))
    return made


if __name__ == "__main__":
    torch.set_num_threads(1)
    first, *others = frames()
    first.save(PICTURES / "walk.png", optimize=True)
    first.crop((0, 0, SIDE, SIDE)).resize((32, 32)).save(PICTURES / "favicon.png", optimize=True)
    first.save(
        PICTURES / "walk.webp",
        save_all=True,
        append_images=others,
        duration=round(1000 * SECONDS / FRAMES),
        loop=0,
        quality=30,
        method=6,
    )
