# wrong: the sigmoid of the ratio, without the logarithm
# says: a sigmoid of p / q
import torch


def optimal_discriminator(p, q):
    return torch.sigmoid(p / q)
