# wrong: num_images and z_dim exchanged
# says: num_images and z_dim are exchanged
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(z_dim, num_images, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
