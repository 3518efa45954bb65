# wrong: 1 where nobody asked
# says: has no share: nan, not 1
import torch


def obedience(asked, read, num_classes=10):
    shares = [(read[asked == k] == k).float().mean() for k in range(num_classes)]
    return torch.stack(shares).nan_to_num(nan=1.0)
