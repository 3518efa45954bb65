# right: NumPy: np.cov and np.linalg.eigvals
import numpy as np


def frechet_distance(real_features, fake_features):
    real, fake = real_features.double().numpy(), fake_features.double().numpy()
    s1, s2 = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    eigenvalues = np.linalg.eigvals(s1 @ s2)
    root = np.sqrt(np.maximum(eigenvalues.real, 0)).sum()
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(s1) + np.trace(s2) - 2 * root
