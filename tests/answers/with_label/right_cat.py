# right: one_hot and cat
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, num_classes)], dim=1)
