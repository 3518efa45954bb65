# wrong: ones whatever is asked for
# says: for the other target
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
