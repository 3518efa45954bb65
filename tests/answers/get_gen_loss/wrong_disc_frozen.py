# wrong: the discriminator is frozen and never thawed
# says: requires_grad is switched off in disc
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    disc.requires_grad_(False)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
