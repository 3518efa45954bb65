# wrong: the discriminator's loss with the labels exchanged
# says: gen, disc, criterion, real
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
