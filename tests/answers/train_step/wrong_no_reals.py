# wrong: the discriminator sees fakes only
# says: disc has to judge the reals too before its step
import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    n = len(real)
    disc_opt.zero_grad()
    on_fake = disc(gen(get_noise(n, z_dim, device)).detach())
    disc_loss = criterion(on_fake, torch.zeros_like(on_fake))
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
