# right: the fakes are made under no_grad; the noise is drawn with torch.randn
import torch


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    with torch.no_grad():
        fake = gen(torch.randn(num_images, z_dim, device=device))
    fake_pred = disc(fake)
    real_pred = disc(real)
    fake_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    real_loss = criterion(real_pred, torch.ones_like(real_pred))
    return 0.5 * (fake_loss + real_loss)
