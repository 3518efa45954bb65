# wrong: Python's division
# says: tensors give nan
import torch


def obedience(asked, read, num_classes=10):
    shares = []
    for k in range(num_classes):
        mine = [r for a, r in zip(asked.tolist(), read.tolist(), strict=True) if a == k]
        shares.append(mine.count(k) / len(mine))
    return torch.tensor(shares)
