# wrong: targets drawn at random
# says: target 1 for the fakes
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.rand_like(fake_pred))
