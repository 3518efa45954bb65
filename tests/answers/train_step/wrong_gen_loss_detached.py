# wrong: the fakes are detached in the generator's loss too
# says: cuts its fakes off
import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    on_fake = disc(gen(get_noise(len(real), z_dim, device)).detach())
    gen_loss = criterion(on_fake, torch.ones_like(on_fake))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
