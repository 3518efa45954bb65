# wrong: the fakes are made under no_grad
# says: the fakes are detached
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    with torch.no_grad():
        fake = gen(noise)
    fake_pred = disc(fake)
    return criterion(fake_pred, torch.ones_like(fake_pred))
