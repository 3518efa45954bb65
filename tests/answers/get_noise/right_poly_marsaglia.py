# right: polar method, drawn until there are enough

import torch


def get_noise(n_samples, z_dim, device="cpu"):
    values = []
    need = n_samples * z_dim
    while sum(len(v) for v in values) < need:
        u = 2 * torch.rand(2, need, dtype=torch.float64, device=device) - 1
        s = (u**2).sum(0)
        keep = (s > 0) & (s < 1)
        values.append((u[0] * torch.sqrt(-2 * torch.log(s) / s))[keep])
    return torch.cat(values)[:need].view(n_samples, z_dim).float()
