# wrong: one number as the target of the whole batch
# says: give the targets the shape (n, 1)
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, torch.tensor(0.0, device=device))
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.tensor(1.0, device=device))
    return (fake_loss + real_loss) / 2
