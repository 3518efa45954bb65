# right: values are printed while it runs; training mode is set
import torch

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    gen.train()
    disc.train()
    real = real.flatten(1).to(device)

    disc_opt.zero_grad()
    disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
    disc_loss.backward()
    disc_opt.step()

    print(f"disc_loss {disc_loss.item():.3f}")
    assert torch.isfinite(disc_loss), "diverged"

    gen_opt.zero_grad()
    gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
    gen_loss.backward()
    gen_opt.step()

    print("gen_loss", float(gen_loss))
    return disc_loss.item(), gen_loss.item()
