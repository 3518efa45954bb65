# wrong: gradients are clipped inside
# says: gradients are clipped or scaled inside the function
import torch
from torch import nn

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred, real_pred = disc(fake), disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    nn.utils.clip_grad_norm_(disc.parameters(), 0.01)
    return (fake_loss + real_loss) / 2
