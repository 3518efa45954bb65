# right: gradients asked for by name
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
    for p, g in zip(disc.parameters(), torch.autograd.grad(disc_loss, list(disc.parameters()))):
        p.grad = g
    disc_opt.step()
    gen_loss = loss(disc(fake), 1.0)
    for p, g in zip(gen.parameters(), torch.autograd.grad(gen_loss, list(gen.parameters()))):
        p.grad = g
    gen_opt.step()
    return [float(disc_loss), float(gen_loss)]
