# right: a context manager for each update
from contextlib import contextmanager


@contextmanager
def stepping(opt):
    opt.zero_grad()
    yield
    opt.step()


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    rows = real.view(real.shape[0], -1).to(device)
    with stepping(disc_opt):
        d = get_disc_loss(gen, disc, criterion, rows, len(rows), z_dim, device)
        d.backward()
    with stepping(gen_opt):
        g = get_gen_loss(gen, disc, criterion, len(rows), z_dim, device)
        g.backward()
    return float(d), float(g)
