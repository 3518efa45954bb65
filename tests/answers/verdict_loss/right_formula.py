# right: max(a, 0) - a t + log(1 + exp(-|a|)), written out
import torch


def verdict_loss(logits, target):
    losses = logits.clamp(min=0) - logits * target + torch.log1p(torch.exp(-logits.abs()))
    return losses.mean()
