# wrong: the product is made symmetric, so that eigvalsh takes it
# says: (P + P.T) / 2 is another matrix
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    p = a @ b
    roots = torch.linalg.eigvalsh((p + p.T) / 2).clamp(min=0).sqrt().sum()
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * roots
