# right: targets with torch.full; the mean of stacked losses
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device))
    zeros = torch.full((num_images, 1), 0.0, device=device)
    ones = torch.full((real.shape[0], 1), 1.0, device=device)
    losses = [criterion(disc(fake.detach()), zeros), criterion(disc(real), ones)]
    return torch.stack(losses).mean()
