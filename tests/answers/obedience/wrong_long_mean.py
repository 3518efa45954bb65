# wrong: mean of truth values
# says: mean() takes fractions
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(read[asked == k] == k).mean() for k in range(num_classes)])
