# wrong: autograd was not told to watch the logits
# says: requires_grad_()
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    torch.log(1 - d).sum().backward()
    saturating = logits.grad
    return saturating, saturating
