# wrong: arguments exchanged
# says: as in patient 1
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(torch.full_like(logits, target), logits)
