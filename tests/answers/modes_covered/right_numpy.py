# right: NumPy
import numpy as np


def modes_covered(labels, num_classes=10, least=0.01):
    counts = np.bincount(labels.numpy(), minlength=num_classes)
    return np.count_nonzero(counts >= max(least * len(labels), 1e-9))
