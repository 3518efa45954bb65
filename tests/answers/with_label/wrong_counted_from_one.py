# wrong: classes from 1
# says: classes are counted from 0
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    places = (labels - 1) % num_classes
    return torch.cat([rows, F.one_hot(places, num_classes)], dim=1)
