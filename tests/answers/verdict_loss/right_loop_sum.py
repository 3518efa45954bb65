# right: sum divided by the length
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    targets = logits.new_full(logits.shape, target)
    return F.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / logits.numel()
