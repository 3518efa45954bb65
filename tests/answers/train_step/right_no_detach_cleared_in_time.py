# right: no detach in the discriminator's loss, but gen is cleared after it
import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    images = real.to(device).flatten(1)
    disc.zero_grad()
    on_fake = disc(gen(torch.randn(len(images), z_dim).to(device)))
    on_real = disc(images)
    disc_loss = 0.5 * (
        criterion(on_fake, torch.zeros_like(on_fake)) + criterion(on_real, torch.ones_like(on_real))
    )
    disc_loss.backward()
    disc_opt.step()

    gen.zero_grad()
    on_fake = disc(gen(torch.randn(len(images), z_dim).to(device)))
    gen_loss = criterion(on_fake, torch.ones_like(on_fake))
    gen_loss.backward()
    gen_opt.step()
    return torch.stack([disc_loss, gen_loss]).detach()
