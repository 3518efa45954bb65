# wrong: squared error
# says: squared error of the logits
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.mse_loss(logits, torch.full_like(logits, target))
