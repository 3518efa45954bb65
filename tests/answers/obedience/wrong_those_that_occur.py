# wrong: only classes that occur
# says: only the classes that occur are there
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(read[asked == k] == k).float().mean() for k in asked.unique()])
