# wrong: read first
# says: stands in another place
import torch


def obedience(read, asked, num_classes=10):
    return torch.stack([(read[asked == k] == k).float().mean() for k in range(num_classes)])
