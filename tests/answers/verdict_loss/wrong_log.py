# wrong: logarithm of the sigmoid
# says: sigmoid rounds to 0 or 1
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    p = torch.sigmoid(logits)
    return -(target * p.log() + (1 - target) * (1 - p).log()).mean()
