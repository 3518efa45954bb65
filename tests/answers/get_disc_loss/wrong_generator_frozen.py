# wrong: the generator is frozen instead of the fakes detached
# says: requires_grad is switched off in gen
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    gen.requires_grad_(False)
    fake = gen(noise)
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_pred = disc(real)
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
