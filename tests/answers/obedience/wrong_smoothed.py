# wrong: 1 added to the counts
# says: a small number is added to the counts
import torch


def obedience(asked, read, num_classes=10):
    followed = torch.bincount(asked[read == asked], minlength=num_classes)
    return followed / (torch.bincount(asked, minlength=num_classes) + 1)
