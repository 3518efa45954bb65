# wrong: the gradients are cleared inside the loss
# says: zero_grad() is called inside the function
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    gen.zero_grad()
    pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    return criterion(pred, torch.ones_like(pred))
