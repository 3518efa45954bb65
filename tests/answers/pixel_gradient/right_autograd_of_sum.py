# right: autograd.grad of the summed logits
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(disc(pixels).sum(), pixels)
    return gradient
