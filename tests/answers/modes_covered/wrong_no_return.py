# wrong: a forgotten return
# says: a forgotten return
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return
    counts = torch.bincount(labels.long(), minlength=num_classes)
    covered = int((counts / len(labels) >= least).sum())
