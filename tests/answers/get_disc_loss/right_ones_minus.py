# right: zeros written as one minus ones; sum in place
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    real_pred = disc(real)
    ones = torch.ones_like(real_pred)
    loss = criterion(real_pred, ones)
    fake_pred = disc(gen(get_noise(num_images, z_dim, device=device)).detach())
    loss += criterion(fake_pred, 1 - torch.ones_like(fake_pred))
    loss /= 2
    return loss
