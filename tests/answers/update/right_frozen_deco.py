# right: networks frozen by a context manager
from contextlib import contextmanager


@contextmanager
def frozen(net):
    before = [p.requires_grad for p in net.parameters()]
    net.requires_grad_(False)
    try:
        yield net
    finally:
        for p, b in zip(net.parameters(), before):
            p.requires_grad_(b)


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    with frozen(gen):
        disc_opt.zero_grad()
        disc_loss = (loss(disc(gen(noise)), 0.0) + loss(disc(real), 1.0)) / 2
        disc_loss.backward()
        disc_opt.step()
    with frozen(disc):
        gen_opt.zero_grad()
        gen_loss = loss(disc(gen(noise)), 1.0)
        gen_loss.backward()
        gen_opt.step()
    return disc_loss.item(), gen_loss.item()
