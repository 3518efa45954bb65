# wrong: the sign turned
# says: the sign is turned
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return -F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))
