# right: fakes and reals go through disc in one batch, then apart again
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    with torch.no_grad():
        fake = gen(get_noise(num_images, z_dim, device=device))
    pred = disc(torch.cat([fake, real]))
    fake_pred, real_pred = pred[:num_images], pred[num_images:]
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return (fake_loss + real_loss) / 2
