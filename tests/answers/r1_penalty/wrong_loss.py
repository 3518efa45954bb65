# wrong: the slope of the loss
# says: the slope of the loss is taken
import torch
from torch.nn.functional import binary_cross_entropy_with_logits


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    logits = disc(real)
    loss = binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    (slope,) = torch.autograd.grad(loss, real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
