# wrong: divided by the number of classes
# says: it needs the share
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return int((counts / num_classes >= least).sum())
