# wrong: gen makes its fakes in evaluation mode
# says: put into evaluation mode
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    gen.eval()
    fake_pred = disc(gen(noise))
    gen.train()
    return criterion(fake_pred, torch.ones_like(fake_pred))
