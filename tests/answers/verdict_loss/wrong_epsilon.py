# wrong: a small number inside the logarithm, so that it is finite
# says: sigmoid rounds to 0 or 1
import torch


def verdict_loss(logits, target):
    p = torch.sigmoid(logits)
    return -(target * torch.log(p + 1e-8) + (1 - target) * torch.log(1 - p + 1e-8)).mean()
