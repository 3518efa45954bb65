# right: reals first, targets with torch.ones and torch.zeros
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    real_loss = criterion(disc(real), torch.ones(len(real), 1, device=device))
    fake = gen(get_noise(num_images, z_dim, device)).detach()
    fake_loss = criterion(disc(fake), torch.zeros(num_images, 1, device=device))
    return (real_loss + fake_loss) / 2
