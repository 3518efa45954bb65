# wrong: the eigenvalues themselves are added
# says: stands without its root
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    roots = torch.linalg.eigvals(a @ b).real.clamp(min=0).sum()
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * roots
