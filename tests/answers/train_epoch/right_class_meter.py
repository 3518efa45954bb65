# right: an average meter
class AverageMeter:
    def __init__(self):
        self.sum, self.n = 0.0, 0

    def update(self, v):
        self.sum += float(v)
        self.n += 1

    @property
    def avg(self):
        return self.sum / max(self.n, 1)


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen = gen.train()
    disc = disc.train()
    d, g = AverageMeter(), AverageMeter()
    for i, real in enumerate(loader, start=1):
        ld, lg = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
        d.update(ld)
        g.update(lg)
    return d.avg, g.avg
