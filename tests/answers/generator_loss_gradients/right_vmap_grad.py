# right: torch.func: vmap of grad
from torch.func import grad, vmap
from torch.nn import functional as F


def generator_loss_gradients(logits):
    flat = logits.flatten()
    saturating = vmap(grad(lambda a: F.logsigmoid(-a)))(flat)
    non_saturating = vmap(grad(lambda a: -F.logsigmoid(a)))(flat)
    return saturating.reshape(logits.shape), non_saturating.reshape(logits.shape)
