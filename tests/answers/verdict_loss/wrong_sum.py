# wrong: the sum
# says: the sum over the batch
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(
        logits, torch.full_like(logits, target), reduction="sum"
    )
