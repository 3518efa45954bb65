# wrong: computed, and not returned
# says: a forgotten return, or a .grad that nobody has filled
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    gradient = torch.autograd.grad(disc(pixels).sum(), pixels)[0]
