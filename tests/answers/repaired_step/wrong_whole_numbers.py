# wrong: targets of whole numbers
# says: BCEWithLogitsLoss refuses whole numbers
import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    fakes = gen(get_noise(len(real), z_dim, device=device))
    disc_opt.zero_grad()
    on_fakes, on_reals = disc(fakes.detach()), disc(real)
    disc_loss = criterion(on_fakes, torch.zeros_like(on_fakes))
    disc_loss = (disc_loss + criterion(on_reals, torch.ones_like(on_reals, dtype=torch.long))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fakes = disc(fakes)
    gen_loss = criterion(on_fakes, torch.ones_like(on_fakes))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
