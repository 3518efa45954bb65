# right: one generator forward: the same fakes for both losses, detached for disc
import torch

from ganlab.networks import get_noise


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.to(device).flatten(1)
    fake = gen(get_noise(len(real), z_dim, device))
    fake_pred, real_pred = disc(fake.detach()), disc(real)
    disc_opt.zero_grad()
    disc_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    disc_loss = (disc_loss + criterion(real_pred, torch.ones_like(real_pred))) / 2
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    fake_pred = disc(fake)
    gen_loss = criterion(fake_pred, torch.ones_like(fake_pred))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
