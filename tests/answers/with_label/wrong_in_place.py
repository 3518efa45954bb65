# wrong: noise added in place
# says: an in-place operation
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    rows += 0 * rows + 1
    return torch.cat([rows - 1, F.one_hot(labels, num_classes)], dim=1)
