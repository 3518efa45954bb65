# right: the two halves of the loss of disc go back one after the other
import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    fakes = gen(get_noise(len(real), z_dim, device=device))
    disc_opt.zero_grad()
    on_fakes, on_reals = disc(fakes.detach()), disc(real)
    of_fakes = criterion(on_fakes, torch.zeros_like(on_fakes)) / 2
    of_fakes.backward()
    of_reals = criterion(on_reals, torch.ones_like(on_reals)) / 2
    of_reals.backward()
    disc_loss = of_fakes.detach() + of_reals.detach()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fakes = disc(fakes)
    gen_loss = criterion(on_fakes, torch.ones_like(on_fakes))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
