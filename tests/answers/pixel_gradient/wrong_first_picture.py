# wrong: only the first logit is differentiated
# says: only the first picture's logit is differentiated: sum over the batch
import torch


def pixel_gradient(disc, fake):
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(disc(pixels)[0], pixels)[0]
