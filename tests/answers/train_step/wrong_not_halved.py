# wrong: the discriminator's two losses are added
# says: the two losses are added
import torch

from ganlab.losses import get_disc_loss, get_gen_loss
from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    on_fake, on_real = disc(gen(get_noise(len(real), z_dim, device)).detach()), disc(real)
    disc_opt.zero_grad()
    disc_loss = criterion(on_fake, torch.zeros_like(on_fake)) + criterion(
        on_real, torch.ones_like(on_real)
    )
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
