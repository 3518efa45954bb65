# wrong: label smoothing, which is not asked for
# says: target 0.9 everywhere
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.full_like(fake_pred, 0.9))
