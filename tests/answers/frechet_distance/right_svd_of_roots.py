# right: the nuclear norm of the product of the roots
import torch


def root_of(matrix):
    values, vectors = torch.linalg.eigh(matrix)
    return vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T


def frechet_distance(real_features, fake_features):
    mu1, mu2 = real_features.mean(dim=0), fake_features.mean(dim=0)
    s1, s2 = torch.cov(real_features.T), torch.cov(fake_features.T)
    root = torch.linalg.matrix_norm(root_of(s1) @ root_of(s2), ord="nuc")
    return (mu1 - mu2).square().sum() + s1.trace() + s2.trace() - 2 * root
