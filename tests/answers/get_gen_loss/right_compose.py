# right: composed with functools.reduce
from functools import reduce

import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    logits = reduce(lambda x, f: f(x), (gen, disc), noise)
    return criterion(logits, torch.ones(logits.shape, device=logits.device))
