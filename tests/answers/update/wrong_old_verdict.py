# wrong: the verdict on the fakes is computed before the discriminator's step
# says: Finish one network's update, then begin the other's
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    verdict = disc(fake)
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake.detach()), 0.0)) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(verdict, 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
