# wrong: the sigmoid of the difference
# says: a sigmoid of p - q
import torch


def optimal_discriminator(p, q):
    return torch.sigmoid(p - q)
