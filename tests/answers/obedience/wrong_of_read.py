# wrong: divided by how often it was read
# says: divided by how often the class was read
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(asked[read == k] == k).float().mean() for k in range(num_classes)])
