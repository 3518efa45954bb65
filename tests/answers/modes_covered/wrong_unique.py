# wrong: every class that occurs
# says: it needs the share
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    return len(labels.unique())
