# right: the fakes are cut off with detach_ and real is flattened
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach_()
    fake_pred = disc(fake)
    real_pred = disc(real.view(len(real), -1))
    fake_loss = criterion(fake_pred, torch.zeros(fake_pred.size(), device=device))
    real_loss = criterion(real_pred, torch.ones(real_pred.size(), device=device))
    return torch.mean(torch.stack([fake_loss, real_loss]))
