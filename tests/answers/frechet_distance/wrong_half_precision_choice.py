# wrong: rounds to whole numbers
# says: rounded to a whole number
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = torch.linalg.eigvals(s1 @ s2).real.clamp(min=0).sqrt().sum()
    return round(float((mu1 - mu2).square().sum() + s1.trace() + s2.trace() - 2 * root))
