# wrong: 0 and 1 exchanged
# says: 0 and 1 are exchanged
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, 1 - F.one_hot(labels, num_classes)], dim=1)
