# wrong: one_hot of the rows
# says: F.one_hot takes the labels
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(rows, num_classes)], dim=1)
