# wrong: Denman and Beavers' iteration, which inverts
# says: S1 S2 has no inverse
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    y, z = a @ b, torch.eye(len(a), dtype=a.dtype)
    for _ in range(30):
        y, z = (y + torch.linalg.inv(z)) / 2, (z + torch.linalg.inv(y)) / 2
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * y.trace()
