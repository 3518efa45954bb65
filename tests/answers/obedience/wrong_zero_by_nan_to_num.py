# wrong: nan made 0
# says: has no share: nan, not 0
import torch


def obedience(asked, read, num_classes=10):
    shares = [(read[asked == k] == k).float().mean() for k in range(num_classes)]
    return torch.stack(shares).nan_to_num()
