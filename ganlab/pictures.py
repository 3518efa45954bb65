"""Figures as small PNGs with an alternative text: shown in a notebook, saved, read back.

Every picture carries an alternative text for those who cannot see it. In a notebook it is the
``alt`` of an HTML ``<img>``, which JupyterLab and HTML exports keep (both ignore the ``alt`` of an
``image/png`` output). A saved PNG has it as its "Description".
"""

from __future__ import annotations

import base64
import html
import io
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import matplotlib
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

__all__ = ["Picture", "read_picture", "save", "show", "to_png"]

MAX_BYTES = 60_000  # of one PNG
SMALL = 20_000  # below this, the colours of a PNG are left alone


class Picture(NamedTuple):
    """One picture of a notebook: the bytes of its PNG, its alternative text, its film if any."""

    png: bytes
    alt: str
    film: bytes | None = None


def show(figure: Figure, *, alt: str, film: bytes | None = None) -> None:
    """Display a matplotlib figure as a small PNG with an alternative text, and close it.

    Outside of a notebook only the text is printed.

    Args:
        figure: from ``plt.subplots()``, or from a ``..._figure`` function of `ganlab.draw`.
        alt: one or two sentences that say what the picture shows.
        film: an animated WebP (see `ganlab.films`) that a click on a line below unfolds.

    Raises:
        ValueError: no alternative text.
    """
    alt = _checked_alt(alt)
    png = to_png(figure, alt=alt)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    text = f"[picture: {alt}]"
    shell = sys.modules.get("IPython.core.interactiveshell")
    if shell is None or not shell.InteractiveShell.initialized():
        print(text)
        return
    from IPython.display import display

    display({"text/html": _as_html(png, alt, film), "text/plain": text}, raw=True)


def save(
    figure: Figure,
    path: str | os.PathLike[str],
    *,
    alt: str,
    max_bytes: int | None = MAX_BYTES,
) -> None:
    """Write a figure as the PNG that `to_png` makes of it."""
    Path(path).write_bytes(to_png(figure, alt=alt, max_bytes=max_bytes))


def to_png(figure: Figure, *, alt: str, max_bytes: int | None = MAX_BYTES) -> bytes:
    """Return a figure as a small PNG; its "Description" is the alternative text.

    A large colour picture gets a palette of 256 colours, which the eye hardly notices. If that is
    not enough, the colours become fewer still, in the last resort the pixels.

    Args:
        figure: any matplotlib figure.
        alt: the alternative text.
        max_bytes: how long the PNG may be; None: every colour and every pixel stays.

    Raises:
        ValueError: no alternative text.
    """
    description = PngImagePlugin.PngInfo()
    description.add_itxt("Description", _checked_alt(alt))
    exact = bool(figure.images)  # a page of pixels: nothing may be cut or moved
    buffer = io.BytesIO()
    with matplotlib.rc_context({"savefig.bbox": None if exact else "tight"}):
        figure.savefig(buffer, format="png", dpi=figure.dpi, facecolor="white")
    image = Image.open(buffer).convert("RGB")
    red, green, blue = image.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    if max_bytes is None:
        return _encode(image, None, description)
    while True:
        for colors in (None, 256, 64, 16):
            png = _encode(image, colors, description)
            limit = SMALL if colors is None and image.mode == "RGB" else max_bytes
            if len(png) <= limit:
                return png
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))


def _encode(image: Image.Image, colors: int | None, description: PngImagePlugin.PngInfo) -> bytes:
    if colors is not None:
        image = image.quantize(colors, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True, pnginfo=description)
    return buffer.getvalue()


def _as_html(png: bytes, alt: str, film: bytes | None) -> str:
    still = _img("png", png, alt)
    if film is None:
        return still
    moving = _img("webp", film, f"Film. {alt}")
    return f"{still}<details><summary>Play it as a film</summary>{moving}</details>"


def _img(kind: str, content: bytes, alt: str) -> str:
    source = base64.b64encode(content).decode("ascii")
    return f'<img src="data:image/{kind};base64,{source}" alt="{html.escape(alt)}">'


def _checked_alt(alt: str) -> str:
    text = " ".join(alt.split()) if isinstance(alt, str) else ""
    if not text:
        raise ValueError("The picture has no alternative text; say in alt=... what it shows.")
    return text


def read_picture(output: Mapping) -> Picture | None:
    """Return the picture of one notebook output (a dict as nbformat stores it), or None.

    Understands what `show` writes, and a plain ``image/png`` with ``{"image/png": {"alt": ...}}``
    as metadata. A picture without alternative text has ``alt == ""``.
    """
    data = output.get("data", {})
    found: dict[str, tuple[bytes, str]] = {}
    for tag in re.findall(r"<img\b[^>]*>", "".join(data.get("text/html", ""))):
        attributes = {
            name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)
        }
        kind, _, content = attributes.get("src", "").partition(",")
        found.setdefault(kind, (base64.b64decode(content), attributes.get("alt", "")))
    if "data:image/png;base64" in found:
        film, _ = found.get("data:image/webp;base64", (None, ""))
        return Picture(*found["data:image/png;base64"], film)
    if "image/png" in data:
        metadata = output.get("metadata", {}).get("image/png", {})
        return Picture(base64.b64decode("".join(data["image/png"])), metadata.get("alt", ""))
    return None
