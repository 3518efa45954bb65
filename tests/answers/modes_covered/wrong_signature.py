# wrong: least is no argument
# says: least is missing
import torch


def modes_covered(labels, num_classes=10):
    if len(labels) == 0:
        return 0
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return int((counts / len(labels) >= 0.01).sum())
