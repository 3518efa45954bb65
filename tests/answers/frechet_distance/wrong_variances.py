# wrong: variances only
# says: only the variances count
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    d1, d2 = real_features.std(dim=0), fake_features.std(dim=0)
    return (mu1 - mu2).square().sum() + (d1 - d2).square().sum()
