# wrong: the logarithm of the share
# says: that is the log of the share
import torch


def optimal_discriminator(p, q):
    return torch.log(p / (p + q))
