# wrong: requires_grad_ on the caller's tensor
# says: requires_grad_() changes the caller's tensor: fake.clone().requires_grad_()
import torch


def pixel_gradient(disc, fake):
    fake.requires_grad_()
    return torch.autograd.grad(disc(fake).sum(), fake)[0]
