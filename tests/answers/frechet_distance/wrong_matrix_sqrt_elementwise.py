# wrong: the root of each element, then the trace
# says: is not the root of each element
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = (a @ b).abs().sqrt()
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + torch.trace(a + b - 2 * root)
