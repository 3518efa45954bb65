# right: softplus
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.softplus(-logits if target == 1 else logits).mean()
