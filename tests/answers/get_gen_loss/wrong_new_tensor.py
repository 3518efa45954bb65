# wrong: the result is wrapped in a new tensor
# says: history
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    loss = criterion(fake_pred, torch.ones_like(fake_pred))
    return torch.tensor(loss, requires_grad=True)
