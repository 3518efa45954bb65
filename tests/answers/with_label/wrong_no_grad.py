# wrong: under no_grad
# says: cuts the rows off from their history
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    with torch.no_grad():
        return torch.cat([rows, F.one_hot(labels, num_classes)], dim=1)
