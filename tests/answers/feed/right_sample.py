# right: random.sample, in place on the copy
import random

import torch


def feed(digits, n, z_dim):
    rows = random.sample(range(len(digits)), n)
    real = digits[rows].flatten(1)
    real.mul_(2).sub_(1)
    return real, torch.randn(n, z_dim)
