# right: scatter_add_, and a tensor without a shape
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.zeros(num_classes).scatter_add_(0, labels.long(), torch.ones(len(labels)))
    return (counts > 0).logical_and(counts >= least * len(labels)).sum()
