# wrong: the loss on the fakes is computed nowhere
# says: no call with disc(fakes)
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return real_loss
