# wrong: the first label for all
# says: all rows get the first label
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    one_hot = F.one_hot(labels[0], num_classes).expand(len(rows), -1)
    return torch.cat([rows, one_hot], dim=1)
