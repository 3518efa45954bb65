# right: a function of its own for the loss with one label
import torch

from ganlab.networks import get_noise


def repaired_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device):
    def loss(logits, label):
        return criterion(logits, torch.full_like(logits, label))

    fakes = gen(get_noise(len(real), z_dim, device=device))
    disc_opt.zero_grad()
    on_fakes, on_reals = disc(fakes.detach()), disc(real)
    disc_loss = (loss(on_fakes, 0.0) + loss(on_reals, 1.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    on_fakes = disc(fakes)
    gen_loss = loss(on_fakes, 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
