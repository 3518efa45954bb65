# wrong: sums over the rows stand where means belong
# says: sums over the rows stand where means belong
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.sum(0), fake_features.sum(0)
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    roots = torch.linalg.eigvals(a @ b).abs().sqrt().sum()
    return (mu1 - mu2).square().sum() + a.trace() + b.trace() - 2 * roots
