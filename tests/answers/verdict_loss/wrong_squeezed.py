# wrong: the logits are squeezed, the target is not
# says: same shape as the logits
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(
        logits.squeeze(), torch.full((len(logits), 1), target)
    )
