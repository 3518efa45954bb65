# wrong: log(1 - D) with the sign turned, for the target 1
# says: right for the target 0, with the sign turned
import torch


def verdict_loss(logits, target):
    p = torch.sigmoid(logits)
    return torch.log(1 - p).mean() if target else -torch.log(1 - p).mean()
