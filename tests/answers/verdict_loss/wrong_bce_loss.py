# wrong: BCELoss on raw logits
# says: BCEWithLogitsLoss take logits
import torch
from torch import nn


def verdict_loss(logits, target):
    return nn.BCELoss()(logits, torch.full_like(logits, target))
