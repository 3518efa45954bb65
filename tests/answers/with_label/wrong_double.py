# wrong: NumPy's float64
# says: the one-hot part has another dtype
import numpy as np
import torch


def with_label(rows, labels, num_classes=10):
    one_hot = torch.from_numpy(np.eye(num_classes)[labels])
    return torch.cat([rows, one_hot], dim=1)
