# right: nan where there are no orders
import torch


def obedience(asked, read, num_classes=10):
    shares = []
    for k in range(num_classes):
        mine = read[asked == k]
        shares.append((mine == k).sum().item() / len(mine) if len(mine) else float("nan"))
    return torch.tensor(shares, device=asked.device)
