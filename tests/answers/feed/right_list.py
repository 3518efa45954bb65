# right: a list of two, rows from NumPy
import numpy as np
import torch


def feed(digits, n, z_dim):
    rows = np.random.choice(len(digits), n, replace=n > len(digits))
    real = digits.view(len(digits), -1)[torch.as_tensor(rows)]
    return [real.mul(2).sub(1), torch.empty(n, z_dim).normal_()]
