# wrong: the labels are sorted in place
# says: has changed the caller's labels
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    labels.copy_(labels.sort().values)
    shares = torch.bincount(labels, minlength=num_classes) / len(labels)
    return int((shares >= least).sum())
