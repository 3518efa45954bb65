# right: a vector times the jacobian
import torch


def pixel_gradient(disc, fake):
    logits, pull = torch.func.vjp(disc, fake)
    return pull(torch.ones_like(logits))[0].detach()
