# right: autograd with a vector of ones
import torch


def generator_loss_gradients(logits):
    a = logits.detach().requires_grad_()
    losses = torch.nn.functional.logsigmoid(-a), -torch.nn.functional.logsigmoid(a)
    return tuple(torch.autograd.grad(loss, a, torch.ones_like(a))[0] for loss in losses)
