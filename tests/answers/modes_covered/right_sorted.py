# right: Python's groupby over the sorted labels
from itertools import groupby


def modes_covered(labels, num_classes=10, least=0.01):
    if labels.numel() == 0:
        return 0
    groups = (len(list(group)) for _, group in groupby(sorted(labels.tolist())))
    return sum(size / labels.numel() >= least for size in groups)
