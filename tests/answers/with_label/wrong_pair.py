# wrong: two tensors
# says: torch.cat joins the two
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return rows, F.one_hot(labels, num_classes)
