# right: full_like and keyword arguments
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    pred = disc(gen(get_noise(n_samples=num_images, z_dim=z_dim, device=device)))
    return criterion(input=pred, target=torch.full_like(pred, 1.0))
