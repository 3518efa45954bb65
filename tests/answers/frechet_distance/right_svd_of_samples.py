# right: no covariance at all: the singular values of the centred samples
import torch


def frechet_distance(real_features, fake_features):
    a = real_features - real_features.mean(dim=0)
    b = fake_features - fake_features.mean(dim=0)
    a, b = a / (len(a) - 1) ** 0.5, b / (len(b) - 1) ** 0.5
    gap = (real_features.mean(dim=0) - fake_features.mean(dim=0)).square().sum()
    return gap + a.square().sum() + b.square().sum() - 2 * torch.linalg.svdvals(a @ b.T).sum()
