# right: the squares added by einsum
import torch


def r1_penalty(disc, real):
    x = torch.empty_like(real).copy_(real).requires_grad_()
    slope = torch.autograd.grad(disc(x).sum(), x, create_graph=True)[0].reshape(len(x), -1)
    return torch.einsum("np,np->n", slope, slope).mean()
