# wrong: twice the loss
# says: the loss is doubled
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device))
    pred = disc(fake)
    return 2 * criterion(pred, torch.ones_like(pred))
