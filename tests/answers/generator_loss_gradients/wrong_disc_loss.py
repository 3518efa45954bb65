# wrong: log D without its minus
# says: the sign is missing
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    d = torch.sigmoid(a)
    saturating = torch.autograd.grad(torch.log(1 - d).sum(), a, retain_graph=True)[0]
    non_saturating = torch.autograd.grad(torch.log(d).sum(), a)[0]
    return saturating, non_saturating
