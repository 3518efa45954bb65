# wrong: scatter matrices
# says: not divided by n - 1
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    a, b = real_features - mu1, fake_features - mu2
    s1, s2 = a.T @ a, b.T @ b
    root = torch.linalg.eigvals(s1 @ s2).real.clamp(min=0).sqrt().sum()
    return (mu1 - mu2).square().sum() + s1.trace() + s2.trace() - 2 * root
