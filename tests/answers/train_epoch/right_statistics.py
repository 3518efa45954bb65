# right: means of the standard library, networks put into mode by train(True)
from statistics import fmean


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    for network in (gen, disc):
        network.train(True)
    pairs = [
        train_step(gen, disc, gen_opt, disc_opt, criterion, batch, z_dim, device)
        for batch in loader
    ]
    disc_losses, gen_losses = zip(*pairs)
    return fmean(map(float, disc_losses)), fmean(map(float, gen_losses))
