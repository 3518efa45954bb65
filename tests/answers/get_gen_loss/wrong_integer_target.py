# wrong: torch.full with a whole number makes an integer target, which nn.BCEWithLogitsLoss refuses
# says: float
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake_pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    return criterion(fake_pred, torch.full((num_images, 1), 1, device=device))
