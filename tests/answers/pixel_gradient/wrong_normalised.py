# wrong: each gradient divided by its length
# says: the gradient is divided by its length; it is asked for as it is
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    gradient = torch.autograd.grad(disc(pixels).sum(), pixels)[0]
    return gradient / gradient.flatten(1).norm(dim=1).view(-1, *[1] * (fake.dim() - 1))
