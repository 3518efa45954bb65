# right: targets from truth values, detach_ in place
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fakes = gen(get_noise(num_images, z_dim, device=device))
    p = disc(fakes.detach_())
    q = disc(real)
    no = torch.zeros(p.shape, dtype=torch.bool, device=device).to(p)
    return torch.add(
        criterion(p, no), criterion(q, torch.logical_not(torch.zeros_like(q)).type_as(q))
    ).div(2)
