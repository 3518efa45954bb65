# right: padded rows, then a sum
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    places = rows.shape[1] + labels
    return F.pad(rows, (0, num_classes)) + F.one_hot(places, rows.shape[1] + num_classes)
