# wrong: label 0 and the sign turned: the saturating loss
# says: the label of the fakes is the wrong way round
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    return -criterion(fake_pred, torch.zeros_like(fake_pred))
