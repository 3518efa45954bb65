# wrong: the fakes' gradient is turned round, the value is right
# says: the loss pushes in the opposite direction
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake = gen(noise)
    fake_pred = disc(2 * fake.detach() - fake)
    return criterion(fake_pred, torch.ones_like(fake_pred))
