# wrong: an iteration that is stopped after three turns
# says: expected the Fréchet distance of the two sets: 13.19 got 13.6
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    size = (a @ b).norm()
    eye = torch.eye(len(a), dtype=a.dtype)
    y, z = a @ b / size, eye
    for _ in range(3):
        t = (3 * eye - z @ y) / 2
        y, z = y @ t, t @ z
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * (y * size.sqrt()).trace()
