# wrong: a share of the classes
# says: their number is asked for
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return (counts / len(labels) >= least).float().mean().item()
