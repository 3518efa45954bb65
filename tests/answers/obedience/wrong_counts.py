# wrong: numbers, not shares
# says: these are the numbers of orders followed
import torch


def obedience(asked, read, num_classes=10):
    return torch.bincount(asked[read == asked], minlength=num_classes).float()
