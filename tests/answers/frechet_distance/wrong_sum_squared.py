# wrong: the square of the sum of the differences
# says: each is squared, then the sum
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    roots = torch.linalg.eigvals(a @ b).real.clamp(min=0).sqrt().sum()
    means = (real_features.mean(0) - fake_features.mean(0)).sum().square()
    return means + a.trace() + b.trace() - 2 * roots
