# right: counted in a loop
import torch


def obedience(asked, read, num_classes=10):
    shares = torch.empty(num_classes, device=asked.device)
    for k in range(num_classes):
        orders = asked == k
        shares[k] = (orders & (read == k)).sum() / orders.sum()
    return shares
