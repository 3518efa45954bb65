# wrong: a forgotten return
# says: a forgotten return
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    loss = F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))
