# wrong: gen and disc exchanged
# says: the discriminator judges images
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = gen(disc(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
