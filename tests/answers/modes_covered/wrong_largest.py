# wrong: the share of the largest class
# says: divide by the number of all samples
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return int((counts >= least * counts.max()).sum())
