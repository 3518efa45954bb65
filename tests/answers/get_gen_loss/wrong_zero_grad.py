# wrong: backward() inside, and the traces wiped: the caller cannot call it again
# says: zero_grad() is called inside the function
import torch

from ganlab.networks import get_noise


def get_gen_loss(gen, disc, criterion, num_images, z_dim, device):
    noise = get_noise(num_images, z_dim, device=device)
    fake_pred = disc(gen(noise))
    loss = criterion(fake_pred, torch.ones_like(fake_pred))
    loss.backward()
    gen.zero_grad()
    disc.zero_grad()
    return loss
