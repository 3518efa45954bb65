# right: a shuffled DataLoader
import torch
from torch.utils.data import DataLoader, TensorDataset


def feed(digits, n, z_dim):
    loader = DataLoader(TensorDataset(digits), batch_size=n, shuffle=True)
    (real,) = next(iter(loader))
    return real.flatten(1) * 2 - 1, torch.randn(n, z_dim)
