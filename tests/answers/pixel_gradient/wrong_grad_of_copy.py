# wrong: the .grad of a tensor that was computed
# says: a .grad that nobody has filled: only tensors on which requires_grad_() was called
import warnings

import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_() * torch.ones_like(fake)
    disc(pixels).sum().backward()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pixels.grad
