# wrong: the logit of the answer
# says: the logit of the answer
import torch


def optimal_discriminator(p, q):
    return torch.log(p / q)
