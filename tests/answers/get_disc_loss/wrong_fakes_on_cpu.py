# wrong: the fakes are moved to the processor, where disc need not be
# says: device
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach().cpu()
    fake_pred, real_pred = disc(fake), disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
