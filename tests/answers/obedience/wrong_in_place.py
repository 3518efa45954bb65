# wrong: the orders overwritten
# says: has changed the caller's labels
import torch


def obedience(asked, read, num_classes=10):
    read -= asked
    return torch.stack([(read[asked == k] == 0).float().mean() for k in range(num_classes)])
