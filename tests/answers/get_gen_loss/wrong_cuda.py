# wrong: the device is fixed to the GPU
# says: 'cuda' is fixed in the code
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device="cuda")
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
