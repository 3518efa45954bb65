# wrong: the class is called with the batch
# says: nn.BCEWithLogitsLoss is a class
import torch
from torch import nn


def verdict_loss(logits, target):
    return nn.BCEWithLogitsLoss(logits, torch.full_like(logits, target))
