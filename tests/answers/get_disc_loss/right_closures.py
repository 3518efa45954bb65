# right: a closure with nonlocal
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    total = 0

    def judge(images, label):
        nonlocal total
        pred = disc(images)
        total = total + criterion(pred, torch.full_like(pred, label))

    judge(gen(get_noise(num_images, z_dim, device=device)).detach(), 0)
    judge(real, 1)
    return total * 0.5
