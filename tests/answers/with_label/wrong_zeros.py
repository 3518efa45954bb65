# wrong: the 1 is never written
# says: the 1 is never written
import torch


def with_label(rows, labels, num_classes=10):
    one_hot = torch.zeros(len(rows), num_classes)
    return torch.cat([rows, one_hot], dim=1)
