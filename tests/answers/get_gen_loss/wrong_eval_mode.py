# wrong: gen is put into evaluation mode and left there
# says: put into evaluation mode
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    gen.eval()
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, torch.ones_like(fake_pred))
