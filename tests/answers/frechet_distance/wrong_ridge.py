# wrong: a tenth is added to the diagonal, so that the root exists
# says: expected the Fréchet distance of the two sets: 13.19 got 12.52
import torch


def frechet_distance(real_features, fake_features):
    eye = torch.eye(real_features.shape[1], dtype=real_features.dtype) / 10
    a, b = torch.cov(real_features.T) + eye, torch.cov(fake_features.T) + eye
    roots = torch.linalg.eigvals(a @ b).real.clamp(min=0).sqrt().sum()
    means = (real_features.mean(0) - fake_features.mean(0)).square().sum()
    return means + a.trace() + b.trace() - 2 * roots
