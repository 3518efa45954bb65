# wrong: disc judges the fake, and a copy of it is asked
# says: call requires_grad_() on it first, then compute
import torch


def pixel_gradient(disc, fake):
    logits = disc(fake)
    pixels = fake.clone().requires_grad_()
    return torch.autograd.grad(logits.sum(), pixels)[0]
