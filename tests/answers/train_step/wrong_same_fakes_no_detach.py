# wrong: the same fakes for both losses, without detach
# says: both losses use the same fakes without detach
import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    fake = gen(get_noise(len(real), z_dim, device))
    on_fake, on_real = disc(fake), disc(real)
    disc_opt.zero_grad()
    disc_loss = criterion(on_fake, torch.zeros_like(on_fake))
    disc_loss = (disc_loss + criterion(on_real, torch.ones_like(on_real))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fake = disc(fake)
    gen_loss = criterion(on_fake, torch.ones_like(on_fake))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
