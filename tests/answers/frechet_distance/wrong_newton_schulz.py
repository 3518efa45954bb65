# wrong: Newton and Schulz's iteration, which diverges where the product is singular
# says: An iteration for the root may diverge
import torch


def frechet_distance(real_features, fake_features):
    a, b = torch.cov(real_features.T), torch.cov(fake_features.T)
    size = (a @ b).norm()
    eye = torch.eye(len(a), dtype=a.dtype)
    y, z = a @ b / size, eye
    for _ in range(50):
        t = (3 * eye - z @ y) / 2
        y, z = y @ t, t @ z
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * (y * size.sqrt()).trace()
