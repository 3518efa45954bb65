# right: two counts
import torch


def obedience(asked, read, num_classes=10):
    followed = torch.bincount(asked[read == asked], minlength=num_classes)
    return followed / torch.bincount(asked, minlength=num_classes)
