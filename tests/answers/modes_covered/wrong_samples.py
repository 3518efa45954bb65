# wrong: counts samples, not classes
# says: not of classes
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    return int((labels >= 0).sum())
