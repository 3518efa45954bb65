# wrong: detach without brackets
# says: brackets are missing, as in .detach()
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach
    fake_pred, real_pred = disc(fake), disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
