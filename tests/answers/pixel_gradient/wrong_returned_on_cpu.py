# wrong: the gradient leaves the device
# says: a .cpu() or a new tensor leaves the device of fake
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).sum(), pixels)[0].cpu()
