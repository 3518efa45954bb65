# right: the sum of all squares, divided by the number of pictures
import torch


def r1_penalty(disc, real):
    x = real.clone()
    x.requires_grad_()
    g = torch.autograd.grad(disc(x).sum(), x, create_graph=True)[0]
    return g.pow(2).sum() / real.shape[0]
