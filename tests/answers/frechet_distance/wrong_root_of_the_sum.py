# wrong: the root of the sum of the eigenvalues
# says: it is the sum of their roots
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = torch.linalg.eigvals(a @ b).real.clamp(min=0).sum().sqrt()
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * root
