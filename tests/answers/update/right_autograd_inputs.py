# right: backward with inputs
def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    d_loss = 0.5 * loss(disc(real), 1.0) + 0.5 * loss(disc(gen(noise).detach()), 0.0)
    disc.zero_grad()
    d_loss.backward(inputs=list(disc.parameters()))
    disc_opt.step()
    g_loss = loss(disc(gen(noise)), 1.0)
    gen.zero_grad()
    g_loss.backward(inputs=list(gen.parameters()))
    gen_opt.step()
    return d_loss.item(), g_loss.item()
