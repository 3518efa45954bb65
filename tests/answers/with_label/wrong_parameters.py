# wrong: labels first
# says: stands in another place
import torch
import torch.nn.functional as F


def with_label(labels, rows, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, num_classes)], dim=1)
