# right: a mean over the one loss changes nothing
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    return criterion(pred, torch.ones_like(pred)).mean()
