# right: a helper that labels a batch; forward called by name
import torch

from ganlab.networks import get_noise


def loss_for_label(disc, criterion, images, label):
    pred = disc(images)
    return criterion(pred, torch.zeros_like(pred) + label)


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    return loss_for_label(disc, criterion, gen.forward(noise), 1)
