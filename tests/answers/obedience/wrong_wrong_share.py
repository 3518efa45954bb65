# wrong: the share that went wrong
# says: the shares that went wrong
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(read[asked == k] != k).float().mean() for k in range(num_classes)])
