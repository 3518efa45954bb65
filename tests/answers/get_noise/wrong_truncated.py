# wrong: cut off at two deviations, as for weights
# says: beyond 2
import torch
from torch import nn


def get_noise(n_samples, z_dim, device="cpu"):
    return nn.init.trunc_normal_(torch.empty(n_samples, z_dim, device=device))
