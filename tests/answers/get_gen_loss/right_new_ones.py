# right: targets made from the prediction with new_ones
from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    pred = disc(gen(get_noise(num_images, z_dim, device=device)))
    return criterion(pred, pred.new_ones(num_images, 1))
