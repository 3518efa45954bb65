# wrong: the logits are cut off at 10, so that confident mistakes have no gradient
# says: something is done to disc's output before the criterion
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    fake_pred = disc(fake).clamp(-10, 10)
    real_pred = disc(real).clamp(-10, 10)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
