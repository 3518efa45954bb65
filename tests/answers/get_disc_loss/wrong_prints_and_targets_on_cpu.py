# wrong: targets without a device, behind a print that reads a value
# says: make targets with
import torch

from ganlab.networks import get_noise


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fake = gen(get_noise(num_images, z_dim, device=device)).detach()
    print("mean of the fakes:", fake.mean().item())
    fake_loss = criterion(disc(fake), torch.zeros(num_images, 1))
    real_loss = criterion(disc(real), torch.ones(len(real), 1))
    return (fake_loss + real_loss) / 2
