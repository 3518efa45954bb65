# wrong: the criterion without a target
# says: criterion compares two tensors
from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device))
    pred = disc(fake)
    return criterion(pred)
