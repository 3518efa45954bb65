# wrong: repaired, but for the digits of the notebook, as many as the batch has
# says: is `digits` meant?
import torch

from ganlab.networks import get_noise

digits = torch.rand(100, 784)


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    fakes = gen(get_noise(len(real), z_dim, device=device))
    on_fakes, on_reals = disc(fakes.detach()), disc(digits[: len(real)])
    disc_loss = criterion(on_fakes, torch.zeros_like(on_fakes))
    disc_loss = (disc_loss + criterion(on_reals, torch.ones_like(on_reals))) / 2
    disc_opt.zero_grad()
    disc_loss.backward()
    disc_opt.step()
    on_fakes = disc(fakes)
    gen_loss = criterion(on_fakes, torch.ones_like(on_fakes))
    gen_opt.zero_grad()
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
