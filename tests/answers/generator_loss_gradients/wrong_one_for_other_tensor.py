# wrong: the derivative of another tensor
# says: the loss is not made from this very tensor
import torch


def generator_loss_gradients(logits):
    x = logits.clone().requires_grad_()
    y = logits.clone().requires_grad_()
    (first,) = torch.autograd.grad(torch.log(1 - torch.sigmoid(x)).sum(), y)
    return first, first
