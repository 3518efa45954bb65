# wrong: in per cent
# says: in per cent
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([100 * (read[asked == k] == k).float().mean() for k in range(num_classes)])
