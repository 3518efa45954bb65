# wrong: no return
# says: made but not returned
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    torch.cat([rows, F.one_hot(labels, num_classes)], dim=1)
