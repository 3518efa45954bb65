# wrong: gen is called twice on the same noise
# says: the fakes are made anew for a loss
import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    noise = get_noise(len(real), z_dim, device=device)
    fakes = gen(noise)
    disc_opt.zero_grad()
    on_fakes, on_reals = disc(fakes.detach()), disc(real)
    disc_loss = criterion(on_fakes, torch.zeros_like(on_fakes))
    disc_loss = (disc_loss + criterion(on_reals, torch.ones_like(on_reals))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fakes = disc(gen(noise))
    gen_loss = criterion(on_fakes, torch.ones_like(on_fakes))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
