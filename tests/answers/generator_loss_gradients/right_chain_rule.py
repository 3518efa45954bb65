# right: the chain rule, factor by factor
import torch


def generator_loss_gradients(logits):
    d = torch.sigmoid(logits)
    dd_da = d * (1 - d)
    saturating = -1 / (1 - d) * dd_da
    non_saturating = -1 / d * dd_da
    return saturating, non_saturating
