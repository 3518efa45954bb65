# wrong: disc has judged another tensor
# says: not made from this very tensor
import torch


def r1_penalty(disc, real):
    logits = disc(real)
    pictures = real.clone().requires_grad_()
    (slope,) = torch.autograd.grad(logits.sum(), pictures, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
