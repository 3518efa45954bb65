# right: NumPy with complex roots
import numpy as np


def frechet_distance(real_features, fake_features):
    real, fake = np.asarray(real_features), np.asarray(fake_features)
    s1, s2 = np.cov(real.T), np.cov(fake.T)
    root = np.sqrt(np.linalg.eigvals(s1 @ s2).astype(complex)).sum()
    gap = real.mean(0) - fake.mean(0)
    return float((gap @ gap + np.trace(s1 + s2) - 2 * root).real)
