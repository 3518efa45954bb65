# wrong: the label in its place
# says: holds the label, not a 1
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    one_hot = F.one_hot(labels, num_classes) * labels[:, None]
    return torch.cat([rows, one_hot], dim=1)
