# wrong: -1 and 1
# says: -1 stands where 0 belongs
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, 2 * F.one_hot(labels, num_classes) - 1], dim=1)
