# wrong: a mask instead of its sum
# says: sum over the classes
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return counts / len(labels) >= least
