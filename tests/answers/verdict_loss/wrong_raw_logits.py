# wrong: binary_cross_entropy on raw logits
# says: BCELoss take probabilities
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy(logits, torch.full_like(logits, target))
