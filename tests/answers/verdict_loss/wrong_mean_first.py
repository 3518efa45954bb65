# wrong: the mean of the logits goes into the loss
# says: the mean of the logits goes into the loss
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    mean = logits.mean()
    return F.binary_cross_entropy_with_logits(mean, torch.full_like(mean, target))
