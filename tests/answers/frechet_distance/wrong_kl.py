# wrong: the product with the inverse, as in the Kullback-Leibler divergence
# says: expected the Fréchet distance of the two sets: 13.19 got 4.047
import torch


def frechet_distance(real_features, fake_features):
    a = torch.cov(real_features.T) + 1e-2 * torch.eye(
        real_features.shape[1], dtype=real_features.dtype
    )
    b = torch.cov(fake_features.T) + 1e-2 * torch.eye(
        real_features.shape[1], dtype=real_features.dtype
    )
    d = real_features.mean(0) - fake_features.mean(0)
    inv = torch.linalg.inv(b)
    return 0.5 * ((inv @ a).trace() + d @ inv @ d - len(a) + (b.logdet() - a.logdet()))
