# wrong: labels without one_hot
# says: labels have one dimension
import torch


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, labels], dim=1)
