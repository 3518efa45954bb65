# wrong: one gradient for all pictures
# says: one gradient for all pictures: each has its own, so no sum or mean over them
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0].sum(dim=0)
