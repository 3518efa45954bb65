# right: scatter_add_
import torch


def obedience(asked, read, num_classes=10):
    followed = torch.zeros(num_classes, device=asked.device)
    followed.scatter_add_(0, asked, (read == asked).float())
    orders = torch.zeros(num_classes, device=asked.device)
    orders.scatter_add_(0, asked, torch.ones_like(followed[asked]))
    return followed / orders
