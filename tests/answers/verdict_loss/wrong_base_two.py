# wrong: logarithms to the base 2
# says: the logarithm has the base 2
import torch


def verdict_loss(logits, target):
    p = torch.sigmoid(logits)
    return -torch.log2(p).mean() if target else -torch.log2(1 - p).mean()
