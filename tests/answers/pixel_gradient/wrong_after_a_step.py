# wrong: the step is taken here
# says: that is the fake after a step; the gradient alone is asked for
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    gradient = torch.autograd.grad(disc(pixels).sum(), pixels)[0]
    return fake + gradient
