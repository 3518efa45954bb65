# wrong: the class in front
# says: the class stands in front
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([F.one_hot(labels, num_classes), rows], dim=1)
