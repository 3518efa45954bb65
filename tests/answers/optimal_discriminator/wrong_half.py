# wrong: 1/2, which holds only at the end of the training
# says: 1 / 2 everywhere
import torch


def optimal_discriminator(p, q):
    return torch.full_like(p, 0.5)
