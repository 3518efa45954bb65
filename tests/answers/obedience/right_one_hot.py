# right: one-hot rows
import torch.nn.functional as F


def obedience(asked, read, num_classes=10):
    orders = F.one_hot(asked, num_classes).float()
    return (orders * (read == asked)[:, None]).sum(dim=0) / orders.sum(dim=0)
