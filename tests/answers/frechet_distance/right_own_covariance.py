# right: covariances by hand, norm squared
import torch


def frechet_distance(real_features, fake_features):
    def moments(x):
        mean = x.mean(dim=0, keepdim=True)
        centred = x - mean
        return mean, centred.t() @ centred / (x.shape[0] - 1)

    mu1, s1 = moments(real_features)
    mu2, s2 = moments(fake_features)
    covmean = torch.linalg.eigvals(torch.matmul(s1, s2)).abs().sqrt().sum()
    return torch.norm(mu1 - mu2) ** 2 + torch.trace(s1 + s2) - 2 * covmean
