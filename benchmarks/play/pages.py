"""Make docs/play/: pages that draw in the reader's browser, each one file, without a network.

    python -m benchmarks play

A page is its template beside this file, with the style, the generator's code and its weights put in
where ``{{…}}`` stands.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import numpy as np
from torch import nn

from benchmarks.play.class_generator import ClassGenerator, load_class_generator
from ganlab.small_generator import SmallGenerator, load_small_generator
from ganlab.walks import curves, line_game

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "play"


def pages() -> dict[str, str]:
    """Return the text of each page, by the name of its file."""
    return {
        "one_d_game.html": _filled("one_d_game.html", curves=curves(line_game(0.5, 1))),
        "noise_walk.html": _with_net("noise_walk.html", load_small_generator()),
        "classes.html": _with_net("classes.html", load_class_generator()),
    }


def _with_net(template: str, gen: SmallGenerator | ClassGenerator) -> str:
    layers = folded(gen.net.gen)
    net = {"z_dim": gen.z_dim, "layers": layers}
    count = sum(16 * layer["inputs"] * layer["out"] for layer in layers)
    return _filled(
        template, z_dim=str(gen.z_dim), weights=f"{count:,}", net=json.dumps(net, sort_keys=True)
    )


def folded(blocks: nn.Sequential) -> list[dict]:
    """Return a DCGAN generator's layers for generator.js: BatchNorm folded in, weights as int8.

    Behind a convolution, BatchNorm in evaluation mode multiplies each output channel by a number
    and adds another: that can be part of the weights. Each channel's weights are then counted in
    127ths of its largest.
    """
    layers = []
    for block in blocks:
        conv, *rest = block
        weights = conv.weight.double().numpy()  # (in, out, 4, 4)
        bias = np.zeros(weights.shape[1])
        if isinstance(norm := rest[0], nn.BatchNorm2d):
            shrink = 1 / np.sqrt(norm.running_var.double().numpy() + norm.eps)
            factor = norm.weight.double().numpy() * shrink
            bias = norm.bias.double().numpy() - norm.running_mean.double().numpy() * factor
            weights = weights * factor[:, None, None]
        scale = np.abs(weights).max(axis=(0, 2, 3)) / 127
        whole = np.rint(weights / scale[:, None, None]).astype(np.int8)
        layers.append(
            {
                "inputs": weights.shape[0],
                "out": weights.shape[1],
                "stride": conv.stride[0],
                "padding": conv.padding[0],
                "scale": [float(f"{value:.6g}") for value in scale],
                "bias": [float(f"{value:.6g}") for value in bias],
                "weights": base64.b64encode(whole.tobytes()).decode("ascii"),
            }
        )
    return layers


def _filled(template: str, **parts: str) -> str:
    files = {
        name: (HERE / name).read_text(encoding="utf-8") for name in ("style.css", "generator.js")
    }
    words = files | parts
    text = (HERE / template).read_text(encoding="utf-8")
    return re.sub(r"\{\{(.+?)\}\}", lambda found: words[found[1]].rstrip("\n"), text)


def main() -> None:
    """Write the pages."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"docs/play/{name}: {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
