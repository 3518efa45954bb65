# right: labels against an arange
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    same = labels[:, None] == torch.arange(num_classes)
    return len(torch.nonzero(same.double().mean(dim=0) >= least))
