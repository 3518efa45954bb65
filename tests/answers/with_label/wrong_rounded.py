# wrong: rows as whole numbers
# says: the rows are rounded to whole numbers
import torch
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return torch.cat([rows.long(), F.one_hot(labels, num_classes)], dim=1).float()
