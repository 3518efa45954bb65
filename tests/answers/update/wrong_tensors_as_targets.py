# wrong: targets as tensors of ones, for fakes as many as reals
# says: two tensors of different shapes
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
    disc_loss = (loss(disc(real), ones) + loss(disc(fake.detach()), zeros)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), ones)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
