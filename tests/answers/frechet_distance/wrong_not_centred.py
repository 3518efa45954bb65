# wrong: second moments
# says: not centred
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1 = real_features.T @ real_features / len(real_features)
    s2 = fake_features.T @ fake_features / len(fake_features)
    root = torch.linalg.eigvals(s1 @ s2).real.clamp(min=0).sqrt().sum()
    return (mu1 - mu2).square().sum() + s1.trace() + s2.trace() - 2 * root
