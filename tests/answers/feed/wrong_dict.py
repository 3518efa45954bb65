# wrong: a dict
# says: a pair is asked for
import torch


def feed(digits, n, z_dim):
    rows = torch.randperm(len(digits))[:n]
    return {"real": digits[rows].flatten(1) * 2 - 1, "noise": torch.randn(n, z_dim)}
