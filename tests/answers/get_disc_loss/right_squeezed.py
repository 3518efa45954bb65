# right: predictions and targets both of shape (n,)
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    fake_loss = criterion(disc(fake).view(-1), torch.zeros(num_images, device=device))
    real_loss = criterion(disc(real).view(-1), torch.ones(len(real), device=device))
    return (fake_loss + real_loss) / 2
