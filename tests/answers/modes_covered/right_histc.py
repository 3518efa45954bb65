# right: histc
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.histc(labels.float(), bins=num_classes, min=0, max=num_classes - 1)
    return int(torch.count_nonzero(counts / max(len(labels), 1) >= least))
