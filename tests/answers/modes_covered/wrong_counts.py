# wrong: numbers compared with the share
# says: it needs the share
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    counts = torch.bincount(labels.long(), minlength=num_classes)
    return int((counts >= least).sum())
