# wrong: a softmax over the one-hot form
# says: a softmax makes other numbers
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    one_hot = F.one_hot(labels, num_classes).float().softmax(dim=1)
    return torch.cat([rows, one_hot], dim=1)
