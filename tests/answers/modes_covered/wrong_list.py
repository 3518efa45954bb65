# wrong: a list of classes
# says: take its length
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    return [c for c in range(num_classes) if (labels == c).float().mean() >= least]
