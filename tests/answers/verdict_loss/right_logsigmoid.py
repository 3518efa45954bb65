# right: logsigmoid, both terms
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return -(target * F.logsigmoid(logits) + (1 - target) * F.logsigmoid(-logits)).mean()
