# wrong: the caller's logits require gradients from now on
# says: requires_grad_() changes the caller's tensor
import torch


def generator_loss_gradients(logits):
    logits.requires_grad_()
    d = torch.sigmoid(logits)
    saturating = torch.autograd.grad(torch.log(1 - d).sum(), logits, retain_graph=True)[0]
    return saturating, torch.autograd.grad(-torch.log(d).sum(), logits)[0]
