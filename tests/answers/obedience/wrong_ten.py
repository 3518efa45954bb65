# wrong: 10 in the code
# says: 10 is written in the code
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(read[asked == k] == k).float().mean() for k in range(10)])
