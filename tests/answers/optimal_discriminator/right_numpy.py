# right: computed by NumPy and made a tensor again
import torch


def optimal_discriminator(p, q):
    p, q = p.numpy(), q.numpy()
    return torch.from_numpy(p / (p + q))
