# wrong: a Python number as the target
# says: use torch.zeros_like, torch.ones_like
from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return criterion(fake_pred, 1)
