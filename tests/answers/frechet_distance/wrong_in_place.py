# wrong: the features are centred in place
# says: changed the caller's features
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    real_features -= mu1
    fake_features -= mu2
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = torch.linalg.eigvals(s1 @ s2).real.clamp(min=0).sqrt().sum()
    return (mu1 - mu2).square().sum() + s1.trace() + s2.trace() - 2 * root
