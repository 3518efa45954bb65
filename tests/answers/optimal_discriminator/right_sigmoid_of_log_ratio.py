# right: the sigmoid of the logit log(p / q)
import torch


def optimal_discriminator(p, q):
    return torch.sigmoid(torch.log(p / q))
