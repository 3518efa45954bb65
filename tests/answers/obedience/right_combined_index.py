# right: one index for pairs
import torch


def obedience(asked, read, num_classes=10):
    pairs = torch.bincount(asked * num_classes + read, minlength=num_classes**2)
    table = pairs.reshape(num_classes, num_classes).float()
    return torch.diagonal(table) / table.sum(1)
