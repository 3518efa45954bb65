# wrong: a.grad is one tensor, returned twice
# says: one .grad is returned twice
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    torch.log(1 - torch.sigmoid(a)).sum().backward()
    saturating = a.grad
    (-torch.log(torch.sigmoid(a))).sum().backward()
    non_saturating = a.grad
    return saturating, non_saturating
