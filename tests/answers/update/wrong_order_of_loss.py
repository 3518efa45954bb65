# wrong: target first, prediction second
# says: prediction and target are exchanged
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    fake = gen(noise)
    disc_opt.zero_grad()
    disc_loss = (loss(1.0, disc(real)) + loss(0.0, disc(fake.detach()))) / 2
    disc_loss.backward()
    disc_opt.step()
    gen_opt.zero_grad()
    gen_loss = loss(1.0, disc(fake))
    gen_loss.backward()
    gen_opt.step()
    return disc_loss.item(), gen_loss.item()
