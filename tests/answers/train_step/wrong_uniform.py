# wrong: uniform noise
# says: torch.rand draws uniform numbers
import torch

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    noise = torch.rand(len(real), z_dim, device=device)
    on_fake, on_real = disc(gen(noise).detach()), disc(real)
    disc_opt.zero_grad()
    disc_loss = criterion(on_fake, torch.zeros_like(on_fake))
    disc_loss = (disc_loss + criterion(on_real, torch.ones_like(on_real))) / 2
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
