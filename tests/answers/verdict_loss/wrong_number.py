# wrong: a number as target
# says: verdict_loss
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(logits, target)
