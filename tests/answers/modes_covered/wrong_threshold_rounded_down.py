# wrong: the number of samples that is enough is rounded down
# says: compare with least * len(labels)
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    enough = max(1, int(least * len(labels)))
    return int((torch.bincount(labels.long(), minlength=num_classes) >= enough).sum())
