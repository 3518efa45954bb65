# wrong: made on the processor
# says: a tensor is made on the processor
import torch


def obedience(asked, read, num_classes=10):
    followed, orders = torch.zeros(num_classes), torch.zeros(num_classes)
    for a, r in zip(asked.tolist(), read.tolist(), strict=True):
        orders[a] += 1
        followed[a] += a == r
    return followed / orders
