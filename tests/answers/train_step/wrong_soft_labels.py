# wrong: the reals are labelled 0.9
# says: a label of 0.9
import torch

from ganlab.losses import get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)

    disc_opt.zero_grad()
    noise = torch.randn(len(real), z_dim, device=device)
    of_fake = disc(gen(noise).detach())
    of_real = disc(real)
    disc_loss = (
        criterion(of_fake, torch.zeros_like(of_fake))
        + criterion(of_real, torch.full_like(of_real, 0.9))
    ) / 2
    disc_loss.backward()
    disc_opt.step()

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
