# right: a value is printed with a format
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake_pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    loss = criterion(fake_pred, torch.ones_like(fake_pred))
    print(f"generator loss {loss:.3f}")
    return loss
