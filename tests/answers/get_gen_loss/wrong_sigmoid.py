# wrong: a sigmoid before the criterion
# says: the sigmoid is part of the criterion
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = torch.sigmoid(disc(gen(noise)))
    return criterion(fake_pred, torch.ones_like(fake_pred))
