# wrong: range starts at 1
# says: one class is left out
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    return sum(bool((labels == c).float().mean() >= least) for c in range(1, num_classes))
