# wrong: counts, not shares, are compared
# says: Are counts compared with it
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.bincount(labels, minlength=num_classes)
    return int((counts >= least).sum())
