# wrong: the mean gradient, for every picture
# says: the same gradient for all pictures, their mean: each has its own
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    gradient = torch.autograd.grad(disc(pixels).sum(), pixels)[0]
    return gradient.mean(dim=0, keepdim=True).repeat(len(fake), *[1] * (fake.dim() - 1))
