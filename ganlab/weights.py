"""The weights that come with the package: small files, half precision, no pickle."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import torch
from torch import nn

__all__ = ["load_weights", "save_weights"]


def save_weights(net: nn.Module, path: Path) -> None:
    """Write a network's parameters and buffers as arrays, floating-point ones as float16.

    Args:
        net: the network.
        path: the file, ``.npz``; an older one is replaced.
    """
    arrays = {
        name: (value.half() if value.is_floating_point() else value).cpu().numpy()
        for name, value in net.state_dict().items()
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.write_bytes(buffer.getvalue())


def load_weights(net: nn.Module, path: Path) -> None:
    """Read what `save_weights` has written into a network of the same form.

    Args:
        net: gets the weights, in its own dtype; afterwards in evaluation mode, without gradients.
        path: the file.
    """
    with np.load(path, allow_pickle=False) as stored:
        net.load_state_dict({name: torch.from_numpy(stored[name]) for name in stored.files})
    net.eval().requires_grad_(False)
