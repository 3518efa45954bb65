# wrong: noise is drawn inside, the argument is not used
# says: the noise is drawn or changed inside the function
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(torch.randn_like(noise))
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
