# wrong: the logarithm of the share
# says: the logarithm of the share
import torch


def optimal_discriminator(p, q):
    return torch.log(p / (p + q))
