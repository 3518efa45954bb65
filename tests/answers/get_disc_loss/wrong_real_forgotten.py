# wrong: no loss on the reals
# says: no call with disc(reals)
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise).detach())
    return criterion(fake_pred, torch.zeros_like(fake_pred))
