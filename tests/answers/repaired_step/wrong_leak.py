# wrong: the batch is mended; not cut, and cleared too early
# says: the fakes are not detached
import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    gen_opt.zero_grad()
    disc_opt.zero_grad()
    fakes = gen(get_noise(len(real), z_dim, device=device))
    on_fakes, on_reals = disc(fakes), disc(real)
    zeros, ones = torch.zeros_like(on_fakes), torch.ones_like(on_fakes)
    disc_loss = (criterion(on_fakes, zeros) + criterion(on_reals, ones)) / 2
    disc_loss.backward(retain_graph=True)
    disc_opt.step()
    gen_loss = criterion(disc(fakes), ones)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss, gen_loss
