# right: unique with counts, a tensor as result
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    _, counts = labels.unique(return_counts=True)
    return (counts >= least * labels.numel()).sum()
