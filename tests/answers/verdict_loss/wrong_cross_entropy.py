# wrong: the cross-entropy of classes
# says: chooses between columns
import torch
import torch.nn.functional as F


def verdict_loss(logits, target):
    return F.cross_entropy(logits, torch.full((len(logits),), int(target)))
