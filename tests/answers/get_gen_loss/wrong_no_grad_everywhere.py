# wrong: everything stands under no_grad
# says: torch.no_grad
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    with torch.no_grad():
        noise = get_noise(num_images, z_dim, device=device)
        fake_pred = disc(gen(noise))
        return criterion(fake_pred, torch.ones_like(fake_pred))
