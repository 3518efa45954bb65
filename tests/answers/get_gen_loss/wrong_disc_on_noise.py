# wrong: disc judges the noise
# says: the discriminator judges images
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device))
    pred = disc(get_noise(num_images, z_dim, device=device))
    return criterion(pred, torch.ones_like(pred))
