# right: torch.einsum and the symmetric root
import torch


def cov(x):
    c = x - x.mean(0, keepdim=True)
    return torch.einsum("ni,nj->ij", c, c) / (x.size(0) - 1)


def root(s):
    w, v = torch.linalg.eigh(s)
    return torch.einsum("ij,j,kj->ik", v, w.clamp_min(0).sqrt(), v)


def frechet_distance(real_features, fake_features):
    r, f = real_features.double(), fake_features.double()
    s, t = cov(r), cov(f)
    half = root(s)
    cross = root(half @ t @ half).diagonal().sum()
    return (torch.dist(r.mean(0), f.mean(0)) ** 2 + torch.einsum("ii->", s + t) - 2 * cross).item()
