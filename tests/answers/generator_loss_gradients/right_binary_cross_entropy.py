# right: binary cross-entropy with the two labels
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    ones, zeros = torch.ones_like(a), torch.zeros_like(a)
    saturating = -bce(a, zeros, reduction="sum")
    non_saturating = bce(a, ones, reduction="sum")
    return torch.autograd.grad(saturating, a)[0], torch.autograd.grad(non_saturating, a)[0]
