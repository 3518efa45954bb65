# wrong: the sum of both halves
# says: their mean is asked for
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    disc_loss = loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
