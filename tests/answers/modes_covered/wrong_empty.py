# wrong: empty labels divide by zero
# says: ask for len(labels) == 0 first
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    return sum((labels == c).sum().item() / len(labels) >= least for c in range(num_classes))
