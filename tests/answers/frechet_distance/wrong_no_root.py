# wrong: the product without its root
# says: without its root
import torch


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    return (mu1 - mu2).square().sum() + (s1 + s2 - 2 * s1 @ s2).trace()
