# wrong: the label between 0 and 1
# says: as one number; each class gets its own place
import torch


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, labels[:, None] / (num_classes - 1)], dim=1)
