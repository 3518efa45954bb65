# right: a Counter of Python numbers
from collections import Counter


def modes_covered(labels, num_classes=10, least=0.01):
    counts = Counter(labels.tolist())
    return sum(n >= least * len(labels) for n in counts.values())
