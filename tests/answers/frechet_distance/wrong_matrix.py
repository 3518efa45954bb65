# wrong: a matrix instead of a number
# says: one number is asked for
import torch


def root_of(matrix):
    values, vectors = torch.linalg.eigh(matrix)
    return vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = root_of(root_of(s1) @ s2 @ root_of(s1))
    return (mu1 - mu2).square() + s1 + s2 - 2 * root
