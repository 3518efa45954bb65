# wrong: added, not joined
# says: torch.cat puts tensors side by side
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return rows + F.one_hot(labels, num_classes)
