# right: eigvalsh of sqrt(S1) S2 sqrt(S1), which is symmetric
import torch


def frechet_distance(real_features, fake_features):
    def stats(x):
        x = x.double()
        return x.mean(0), torch.cov(x.T)

    (mu1, s1), (mu2, s2) = stats(real_features), stats(fake_features)
    values, vectors = torch.linalg.eigh(s1)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    between = torch.linalg.eigvalsh(root @ s2 @ root).clamp(min=0).sqrt().sum()
    return ((mu1 - mu2) ** 2).sum().item() + (s1.trace() + s2.trace() - 2 * between).item()
