# wrong: the mean over the batch is differentiated
# says: the mean over the batch is differentiated
import torch


def generator_loss_gradients(logits):
    a = logits.clone().requires_grad_()
    d = torch.sigmoid(a)
    saturating = torch.autograd.grad(torch.log(1 - d).mean(), a, retain_graph=True)[0]
    non_saturating = torch.autograd.grad(-torch.log(d).mean(), a)[0]
    return saturating, non_saturating
