# wrong: gradients are clipped
# says: cut to the length 5
import torch
from torch import nn


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
    disc_loss.backward()
    torch.nn.utils.clip_grad_norm_(disc.parameters(), 5.0)
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    torch.nn.utils.clip_grad_norm_(gen.parameters(), 5.0)
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
