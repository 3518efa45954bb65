# wrong: a seed inside: the same fakes at every step
# says: a seed is set inside the function
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    torch.manual_seed(0)
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
