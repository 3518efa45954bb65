# right: ones written as one minus zeros, and detached: targets need no gradient
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    target = (1 - torch.zeros_like(pred)).detach()
    return criterion(pred, target)
