# wrong: autograd with respect to D
# says: the derivative with respect to D
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits).requires_grad_()
    saturating = torch.autograd.grad(torch.log(1 - d).sum(), d)[0]
    non_saturating = torch.autograd.grad(-torch.log(d).sum(), d)[0]
    return saturating, non_saturating
