# wrong: how often it is asked for
# says: compare read with asked
import torch


def obedience(asked, read, num_classes=10):
    return torch.bincount(asked, minlength=num_classes) / len(asked)
