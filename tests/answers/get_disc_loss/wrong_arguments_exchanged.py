# wrong: target first, prediction second
# says: criterion's arguments change places
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(torch.zeros_like(fake_pred), fake_pred)
    real_pred = disc(real)
    real_loss = criterion(torch.ones_like(real_pred), real_pred)
    return (fake_loss + real_loss) / 2
