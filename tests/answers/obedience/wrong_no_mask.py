# wrong: all pictures compared with k
# says: compare read with asked
import torch


def obedience(asked, read, num_classes=10):
    return torch.stack([(read == k).float().mean() for k in range(num_classes)])
