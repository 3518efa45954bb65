# wrong: the length of the mask
# says: len() counts all classes
import torch


def modes_covered(labels, num_classes=10, least=0.01):
    if len(labels) == 0:
        return 0
    shares = torch.bincount(labels, minlength=num_classes) / len(labels)
    return len(shares >= least)
