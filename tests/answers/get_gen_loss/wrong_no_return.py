# wrong: the loss is not returned
# says: the loss is computed but not returned
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    gen_loss = criterion(fake_pred, torch.ones_like(fake_pred))
