# wrong: cat without dim
# says: torch.cat joins columns with dim=1
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, num_classes)])
