# right: torch.func.grad of a sum, with softplus
from torch.func import grad
from torch.nn import functional as F


def generator_loss_gradients(logits):
    saturating = grad(lambda a: -F.softplus(a).sum())(logits)
    non_saturating = grad(lambda a: F.softplus(-a).sum())(logits)
    return saturating, non_saturating
