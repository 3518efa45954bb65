# wrong: two gradients from one graph
# says: pass retain_graph=True
import torch


def generator_loss_gradients(logits):
    x = logits.clone().requires_grad_()
    d = torch.sigmoid(x)
    (first,) = torch.autograd.grad(torch.log(1 - d).sum(), x)
    (second,) = torch.autograd.grad(-torch.log(d).sum(), x)
    return first, second
