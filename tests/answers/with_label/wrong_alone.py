# wrong: the one-hot part alone
# says: the one-hot part alone comes back
import torch.nn.functional as F


def with_label(rows, labels, num_classes=10):
    return F.one_hot(labels, num_classes).float()
