# right: a backward for each half
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc.zero_grad()
    halves = []
    for images, target in ((real, 1.0), (fake.detach(), 0.0)):
        half = loss(disc(images), target) / 2
        half.backward()
        halves.append(half.item())
    disc_opt.step()
    gen.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return sum(halves), gen_loss.item()
