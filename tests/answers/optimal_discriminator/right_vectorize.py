# right: torch.vmap over the flattened densities
import torch


def _one(p, q):
    return p / (p + q)


def optimal_discriminator(p, q):
    p, q = torch.broadcast_tensors(p, q)
    flat = torch.vmap(_one)(p.reshape(-1), q.reshape(-1))
    return flat.view(p.shape)
