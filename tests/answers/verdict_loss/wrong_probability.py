# wrong: sigmoid and BCELoss
# says: sigmoid rounds to 0 or 1
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy(torch.sigmoid(logits), torch.full_like(logits, target))
