# right: values are printed while it runs, as one does when looking for a mistake
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    fake_pred, real_pred = disc(fake), disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    print("loss on the fakes:", fake_loss.item(), f"on the reals: {real_loss:.3f}")
    return (fake_loss + real_loss) / 2
