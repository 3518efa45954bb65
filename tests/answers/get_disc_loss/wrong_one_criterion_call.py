# wrong: one criterion call on both halves: 5 fakes and 9 reals get unequal weight
# says: mean of the two
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    pred = disc(torch.cat([fake, real]))
    zeros = torch.zeros(num_images, 1, device=device)
    ones = torch.ones(len(real), 1, device=device)
    return criterion(pred, torch.cat([zeros, ones]))
