# wrong: the derivatives have a history of their own
# says: return them with .detach()
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    losses = torch.log(1 - torch.sigmoid(a)), -torch.log(torch.sigmoid(a))
    return tuple(torch.autograd.grad(loss.sum(), a, create_graph=True)[0] for loss in losses)
