# right: detached through .data; noise filled in place
import torch


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = torch.empty(num_images, z_dim, device=device).normal_()
    fake_pred = disc(gen(noise).data)
    real_pred = disc(real)
    loss = criterion(fake_pred, fake_pred * 0) + criterion(real_pred, real_pred * 0 + 1)
    return loss * 0.5
