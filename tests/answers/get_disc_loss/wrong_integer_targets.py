# wrong: torch.full with a whole number makes integer targets, which nn.BCEWithLogitsLoss refuses
# says: float
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    fake_loss = criterion(disc(fake), torch.full((num_images, 1), 0, device=device))
    real_loss = criterion(disc(real), torch.full((len(real), 1), 1, device=device))
    return (fake_loss + real_loss) / 2
