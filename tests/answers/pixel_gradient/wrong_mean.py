# wrong: the mean over the batch is differentiated
# says: the mean over the batch: each picture's gradient is divided by their number
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels).mean(), pixels)[0]
