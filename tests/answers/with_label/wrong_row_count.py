# wrong: as many classes as rows
# says: num_classes is the number of all classes
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, F.one_hot(labels, len(rows))], dim=1)
