# wrong: the target is a tensor without a shape
# says: a tensor of the same shape as the logits
import torch
from torch.nn import functional as F


def verdict_loss(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.tensor(target))
