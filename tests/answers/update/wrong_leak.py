# wrong: no cut, cleared too early
# says: as in patient 5
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    gen_opt.zero_grad()
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake), 0.0)) / 2
    disc_loss.backward(retain_graph=True)
    disc_opt.step()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
