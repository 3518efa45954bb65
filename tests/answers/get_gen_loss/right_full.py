# right: targets with torch.full, step by step
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device)
    fake = gen(noise)
    pred = disc(fake)
    target = torch.full(pred.shape, 1.0, device=device)
    loss = criterion(pred, target)
    return loss
