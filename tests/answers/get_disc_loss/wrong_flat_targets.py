# wrong: targets of shape (n,)
# says: give the targets the shape (n, 1)
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, torch.zeros(num_images, device=device))
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.ones(len(real), device=device))
    return (fake_loss + real_loss) / 2
