# wrong: autograd.grad returns a tuple
# says: take its element [0]
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    d = torch.sigmoid(a)
    saturating = torch.autograd.grad(torch.log(1 - d).sum(), a, retain_graph=True)
    non_saturating = torch.autograd.grad(-torch.log(d).sum(), a)
    return saturating, non_saturating
