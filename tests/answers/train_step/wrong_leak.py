# wrong: fakes are not detached and gen is cleared too early
# says: has left its gradient in gen too
import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    gen_opt.zero_grad()
    disc_opt.zero_grad()
    on_fake = disc(gen(get_noise(len(real), z_dim, device)))
    on_real = disc(real)
    disc_loss = criterion(on_fake, torch.zeros_like(on_fake))
    disc_loss = (disc_loss + criterion(on_real, torch.ones_like(on_real))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
