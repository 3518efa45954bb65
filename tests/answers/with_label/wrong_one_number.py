# wrong: the label as one number
# says: as one number; each class gets its own place
import torch


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows, labels[:, None].float()], dim=1)
