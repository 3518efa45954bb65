# right: both sides in one loop
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    loss = 0
    for images, target in ((fake, torch.zeros), (real, torch.ones)):
        pred = disc(images)
        loss = loss + criterion(pred, target(pred.shape, device=device)) / 2
    return loss
