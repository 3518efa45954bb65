# right: a lambda with a helper
import torch

from ganlab.networks import get_noise


def against_ones(criterion, pred):
    return criterion(pred, torch.ones_like(pred))


get_gen_loss = lambda gen, disc, criterion, num_images, z_dim, device: against_ones(
    criterion, disc(gen(get_noise(num_images, z_dim, device=device)))
)
