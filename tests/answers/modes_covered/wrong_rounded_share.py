# wrong: the shares are rounded to two places
# says: the shares are rounded
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    shares = torch.bincount(labels, minlength=num_classes) / len(labels)
    return int((shares.round(decimals=2) >= least).sum())
