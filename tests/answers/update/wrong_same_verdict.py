# wrong: the verdict of the old discriminator is used again
# says: a loss is made before a step()
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    verdict = disc(gen(noise))
    disc_opt.zero_grad()
    disc_loss = (loss(disc(real), 1.0) + loss(verdict, 0.0)) / 2
    disc_loss.backward(retain_graph=True)
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(verdict, 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
