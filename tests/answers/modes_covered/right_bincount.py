# right: bincount with minlength
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    counts = torch.bincount(labels, minlength=num_classes)
    return int((counts / len(labels) >= least).sum())
