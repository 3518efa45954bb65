# wrong: the critic's loss
# says: criterion was not called
from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise).detach()
    fake_pred, real_pred = disc(fake), disc(real)
    return fake_pred.mean() - real_pred.mean()
