# right: noise drawn with torch.randn, targets with torch.ones
import torch


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake = gen(torch.randn(num_images, z_dim, device=device))
    return criterion(disc(fake), torch.ones(num_images, 1, device=device))
