# wrong: the criterion sees the images; disc is not asked
# says: no output of disc
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = gen(noise)
    return criterion(fake_pred, torch.ones_like(fake_pred))
