# wrong: the fakes are cut off as soon as they are made
# says: cuts its fakes off
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise).detach()
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake), 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
