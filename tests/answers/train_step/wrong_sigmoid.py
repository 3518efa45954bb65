# wrong: probabilities go to the criterion
# says: a sigmoid stands before the criterion
import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)
    disc_opt.zero_grad()
    noise = torch.randn(len(real), z_dim, device=device)
    of_fake, of_real = torch.sigmoid(disc(gen(noise).detach())), torch.sigmoid(disc(real))
    disc_loss = (
        criterion(of_fake, torch.zeros_like(of_fake)) + criterion(of_real, torch.ones_like(of_real))
    ) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    verdict = torch.sigmoid(disc(gen(torch.randn(len(real), z_dim, device=device))))
    gen_loss = criterion(verdict, torch.ones_like(verdict))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
