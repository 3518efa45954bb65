# wrong: label smoothing on both sides
# says: the target 0.1 is used
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(
        logits, torch.full_like(logits, 0.9 if target else 0.1)
    )
