# wrong: target first, prediction second
# says: criterion's arguments change places
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(torch.ones_like(fake_pred), fake_pred)
