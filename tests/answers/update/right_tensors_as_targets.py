# right: targets as tensors of the logits' own shape
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    disc_opt.zero_grad()
    fake = gen(noise)
    of_real, of_fake = disc(real), disc(fake.detach())
    total = loss(of_real, torch.ones_like(of_real)) + loss(of_fake, torch.zeros_like(of_fake))
    disc_loss = 0.5 * total
    disc_loss.backward()
    disc_opt.step()
    gen.zero_grad(set_to_none=False)
    verdict = disc(fake)
    gen_loss = loss(verdict, torch.ones_like(verdict))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.detach(), gen_loss.detach()
