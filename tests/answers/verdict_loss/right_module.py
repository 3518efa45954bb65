# right: the module
import torch
from torch import nn


def verdict_loss(logits, target):
    criterion = nn.BCEWithLogitsLoss()
    targets = torch.ones_like(logits) * target
    return criterion(logits, targets)
