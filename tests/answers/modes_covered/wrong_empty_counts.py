# wrong: counts are compared, and 0 reaches 0
# says: ask for len(labels) == 0 first
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.bincount(labels, minlength=num_classes)
    return int((counts >= least * len(labels)).sum())
