# right: a mean for each class
import torch


def obedience(asked, read, num_classes=10):
    shares = [(read[asked == k] == k).float().mean() for k in range(num_classes)]
    return torch.stack(shares)
