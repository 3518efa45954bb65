# right: column_stack
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.column_stack([rows, F.one_hot(labels, num_classes).type_as(rows)])
