# wrong: gradients are asked for after the loss
# says: nothing asks for gradients here
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    loss = torch.log(1 - d)
    logits.requires_grad_()
    (first,) = torch.autograd.grad(loss.sum(), logits)
    return first, first
