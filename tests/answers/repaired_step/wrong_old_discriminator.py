# wrong: a copy of disc from before its step judges
# says: judged by the discriminator as it was before its update
import copy

import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    fakes = gen(get_noise(len(real), z_dim, device=device))
    disc_opt.zero_grad()
    old = copy.deepcopy(disc)
    on_fakes, on_reals = disc(fakes.detach()), disc(real)
    disc_loss = criterion(on_fakes, torch.zeros_like(on_fakes))
    disc_loss = (disc_loss + criterion(on_reals, torch.ones_like(on_reals))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fakes = old(fakes)
    gen_loss = criterion(on_fakes, torch.ones_like(on_fakes))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
