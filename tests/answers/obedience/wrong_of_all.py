# wrong: divided by all
# says: each class is divided by its own
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([((asked == k) & (read == k)).float().mean() for k in range(num_classes)])
