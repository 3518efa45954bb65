# wrong: one_hot without num_classes
# says: pass it num_classes as well
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels)], dim=1)
