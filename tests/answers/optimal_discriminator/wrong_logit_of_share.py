# wrong: the logarithm of the share
# says: log
import torch


def optimal_discriminator(p, q):
    return torch.log(p / (p + q))
