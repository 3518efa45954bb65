# right: scipy.linalg.sqrtm
import numpy as np
from scipy import linalg


def frechet_distance(real_features, fake_features):
    real, fake = real_features.double().numpy(), fake_features.double().numpy()
    s1, s2 = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    root = linalg.sqrtm(s1 @ s2)
    if not np.isfinite(root).all():
        tiny = 1e-10 * np.eye(len(s1))
        root = linalg.sqrtm((s1 + tiny) @ (s2 + tiny))
    gap = real.mean(axis=0) - fake.mean(axis=0)
    return gap.dot(gap) + np.trace(s1) + np.trace(s2) - 2 * np.trace(root).real
