# right: the soft margin loss, with targets -1 and 1
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.soft_margin_loss(logits, (2 * target - 1) * torch.ones_like(logits))
