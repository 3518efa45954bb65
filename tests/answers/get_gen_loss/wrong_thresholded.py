# wrong: verdicts instead of logits
# says: a comparison cuts the loss off
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device))
    pred = disc(fake)
    return criterion((pred > 0).float(), torch.ones_like(pred))
