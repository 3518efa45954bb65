# wrong: the digits of the notebook, as many as the batch has
# says: is `digits` meant?
import torch

from ganlab.networks import get_noise

digits = torch.rand(100, 784)


def get_disc_loss(gen, disc, criterion, real, num_images, z_dim, device):
    fakes = gen(get_noise(num_images, z_dim, device=device)).detach()
    on_fakes, on_reals = disc(fakes), disc(digits[: len(real)])
    fake_loss = criterion(on_fakes, torch.zeros_like(on_fakes))
    real_loss = criterion(on_reals, torch.ones_like(on_reals))
    return (fake_loss + real_loss) / 2
