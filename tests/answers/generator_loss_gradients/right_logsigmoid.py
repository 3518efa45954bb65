# right: stable losses with logsigmoid, and backward
from torch.nn import functional as F


def generator_loss_gradients(logits):
    gradients = []
    for loss in (lambda a: F.logsigmoid(-a), lambda a: -F.logsigmoid(a)):
        a = logits.detach().clone().requires_grad_(True)
        loss(a).sum().backward()
        gradients.append(a.grad)
    return tuple(gradients)
