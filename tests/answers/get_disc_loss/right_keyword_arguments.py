# right: criterion called with keywords
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(n_samples=num_images, z_dim=z_dim, device=device)).detach()
    fake_pred, real_pred = disc(fake), disc(real)
    fake_loss = criterion(input=fake_pred, target=torch.zeros_like(fake_pred))
    real_loss = criterion(target=torch.ones_like(real_pred), input=real_pred)
    return torch.mean(torch.stack((fake_loss, real_loss)))
