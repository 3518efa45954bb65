# wrong: rows without a history
# says: cuts the rows off from their history
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows.detach(), F.one_hot(labels, num_classes)], dim=1)
