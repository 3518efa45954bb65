# wrong: the signs alone, as in an attack on a classifier
# says: only the signs of the gradient are left
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0].sign()
