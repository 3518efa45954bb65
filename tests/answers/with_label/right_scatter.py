# right: zeros and scatter_
import torch


def with_label(rows, labels, num_classes=10):
    one_hot = rows.new_zeros(len(rows), num_classes)
    one_hot.scatter_(1, labels.unsqueeze(1), 1.0)
    return torch.cat([rows, one_hot], dim=1)
