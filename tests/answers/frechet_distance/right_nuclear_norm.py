# right: the nuclear norm of the product of two centred matrices
import torch


def frechet_distance(real_features, fake_features):
    r = real_features.double() - real_features.double().mean(0)
    f = fake_features.double() - fake_features.double().mean(0)
    r, f = r / (len(r) - 1) ** 0.5, f / (len(f) - 1) ** 0.5
    means = (real_features.double().mean(0) - fake_features.double().mean(0)).norm() ** 2
    return means + r.norm() ** 2 + f.norm() ** 2 - 2 * torch.linalg.matrix_norm(r @ f.T, "nuc")
