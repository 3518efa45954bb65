# wrong: a target of whole numbers
# says: made of whole numbers
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full(logits.shape, int(target)))
