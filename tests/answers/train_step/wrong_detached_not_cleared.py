# wrong: gen is never cleared, and its fakes are detached: it steps on what was left over
# says: cuts its fakes off
import torch

from ganlab.losses import get_disc_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)
    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()
    with torch.no_grad():
        fake = gen(torch.randn(len(real), z_dim, device=device))
    pred = disc(fake)
    gen_loss = criterion(pred, torch.ones_like(pred))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
