# wrong: the caller's pictures are moved
# says: an in-place operation, such as += or add_, changes the caller's tensor
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    gradient = torch.autograd.grad(disc(pixels).sum(), pixels)[0]
    fake += gradient
    return gradient
