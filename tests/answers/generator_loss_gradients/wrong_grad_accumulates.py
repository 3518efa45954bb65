# wrong: the second backward adds to the first gradient
# says: was added to the first in .grad
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    torch.log(1 - torch.sigmoid(a)).sum().backward()
    saturating = a.grad.clone()
    (-torch.log(torch.sigmoid(a))).sum().backward()
    non_saturating = a.grad
    return saturating, non_saturating
