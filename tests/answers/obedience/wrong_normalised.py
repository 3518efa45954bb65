# wrong: shares that add up to 1
# says: added up to 1
import torch


def obedience(asked, read, num_classes=10):
    shares = torch.stack([(read[asked == k] == k).float().mean() for k in range(num_classes)])
    return shares / shares.nansum()
