# wrong: the ones are made on the processor
# says: a tensor is made on the processor: torch.ones_like(…) makes it where its model is
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels), pixels, torch.ones(len(fake), 1))[0]
