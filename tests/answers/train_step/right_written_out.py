# right: the losses are written out, with fakes of their own
import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.to(device).flatten(1)
    n = len(real)
    fake = gen(torch.randn(n, z_dim, device=device)).detach()
    fake_pred, real_pred = disc(fake), disc(real)
    disc_loss = criterion(fake_pred, torch.zeros_like(fake_pred))
    disc_loss = (disc_loss + criterion(real_pred, torch.ones_like(real_pred))) / 2
    disc_opt.zero_grad()
    disc_loss.backward()
    disc_opt.step()

    fake_pred = disc(gen(torch.randn(n, z_dim, device=device)))
    gen_loss = criterion(fake_pred, torch.ones_like(fake_pred))
    gen_opt.zero_grad()
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.detach(), gen_loss.detach()
