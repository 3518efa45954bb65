# wrong: detach() whose result is thrown away, gradients cleared at the beginning
# says: here the result is thrown away
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    gen_opt.zero_grad()
    disc_opt.zero_grad()
    fake = gen(noise)
    fake.detach()
    disc_loss = (loss(disc(real), 1.0) + loss(disc(fake), 0.0)) / 2
    disc_loss.backward(retain_graph=True)
    disc_opt.step()
    gen_loss = loss(disc(fake), 1.0)
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
