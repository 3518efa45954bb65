# right: the discriminator frozen and thawed
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise)
    flags = [p.requires_grad for p in disc.parameters()]
    for p in disc.parameters():
        p.requires_grad_(False)
    pred = disc(fake)
    loss = criterion(pred, torch.ones_like(pred))
    for p, flag in zip(disc.parameters(), flags):
        p.requires_grad_(flag)
    return loss
