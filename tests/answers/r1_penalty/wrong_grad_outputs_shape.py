# wrong: grad_outputs of another shape than the logits
# says: another shape than the logits
import torch


def r1_penalty(disc, real):
    real = real.clone().requires_grad_()
    ones = torch.ones(len(real), device=real.device)
    (slope,) = torch.autograd.grad(disc(real), real, ones, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()
