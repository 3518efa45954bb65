# right: the two halves of the discriminator's loss are differentiated one by one
import torch

from ganlab.losses import get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(1).to(device)
    disc_opt.zero_grad()
    of_real = disc(real)
    real_loss = criterion(of_real, torch.ones_like(of_real)) / 2
    real_loss.backward()
    of_fake = disc(gen(torch.randn(len(real), z_dim, device=device)).detach())
    fake_loss = criterion(of_fake, torch.zeros_like(of_fake)) / 2
    fake_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return (real_loss + fake_loss).detach(), gen_loss.detach()
