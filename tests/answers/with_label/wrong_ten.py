# wrong: 10 in the code
# says: 10 is written in the code
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, 10)], dim=1)
