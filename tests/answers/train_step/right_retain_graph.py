# right: the same fakes for both, without detach, with retain_graph, and cleared in between
import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(1).to(device)
    fake = gen(torch.randn(real.shape[0], z_dim, device=device))
    disc_opt.zero_grad()
    of_fake, of_real = disc(fake), disc(real)
    disc_loss = 0.5 * criterion(of_fake, torch.zeros_like(of_fake))
    disc_loss = disc_loss + 0.5 * criterion(of_real, torch.ones_like(of_real))
    disc_loss.backward(retain_graph=True)
    disc_opt.step()
    gen.zero_grad()
    verdict = disc(fake)
    gen_loss = criterion(verdict, torch.ones_like(verdict))
    gen_loss.backward()
    gen_opt.step()
    return float(disc_loss), float(gen_loss)
