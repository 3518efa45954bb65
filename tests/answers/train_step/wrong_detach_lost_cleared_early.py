# wrong: detach() whose result is thrown away, and both gradients cleared at the beginning
# says: here the result is thrown away
import torch


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(start_dim=1).to(device)
    gen_opt.zero_grad()
    disc_opt.zero_grad()
    fake = gen(torch.randn(len(real), z_dim, device=device))
    fake.detach()
    of_fake, of_real = disc(fake), disc(real)
    disc_loss = (
        criterion(of_fake, torch.zeros_like(of_fake)) + criterion(of_real, torch.ones_like(of_real))
    ) / 2
    disc_loss.backward(retain_graph=True)
    disc_opt.step()

    verdict = disc(fake)
    gen_loss = criterion(verdict, torch.ones_like(verdict))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
