# wrong: a Python number as the target
# says: use torch.zeros_like, torch.ones_like
from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred = disc(fake)
    fake_loss = criterion(fake_pred, 0)
    real_pred = disc(real)
    real_loss = criterion(real_pred, 1)
    return (fake_loss + real_loss) / 2
