# right: targets on the device of the predictions, with new_zeros and new_ones
from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake_pred = disc(gen(get_noise(num_images, z_dim, device=device)).detach())
    real_pred = disc(real)
    fake_loss = criterion(fake_pred, fake_pred.new_zeros(fake_pred.shape))
    real_loss = criterion(real_pred, real_pred.new_ones(real_pred.shape))
    return fake_loss / 2 + real_loss / 2
