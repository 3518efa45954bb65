# wrong: a criterion of its own, the argument is not used
# says: criterion was not called
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return bce(fake_pred, torch.ones_like(fake_pred))
