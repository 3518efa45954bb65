# wrong: a place too many
# says: one column too many
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, num_classes + 1)], dim=1)
