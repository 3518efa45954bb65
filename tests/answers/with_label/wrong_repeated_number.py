# wrong: the label in ten columns
# says: as one number; each class gets its own place
import torch


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, labels[:, None].expand(-1, num_classes)], dim=1)
