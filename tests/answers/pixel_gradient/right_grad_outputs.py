# right: a one for each logit in the place of a sum
import torch


def pixel_gradient(disc, fake):
    fake = fake.clone()
    fake.requires_grad = True
    logits = disc(fake)
    return torch.autograd.grad(logits, fake, grad_outputs=torch.ones_like(logits))[0]
