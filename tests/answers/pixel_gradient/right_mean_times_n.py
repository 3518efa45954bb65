# right: the mean, multiplied by the number of pictures
import torch


def pixel_gradient(disc, fake):
    pixels = fake.detach().clone().requires_grad_()
    with torch.enable_grad():
        logits = disc(pixels)
        mean = logits.mean()
    return torch.autograd.grad(mean, pixels)[0] * len(fake)
