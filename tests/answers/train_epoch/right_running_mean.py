# right: a running mean, updated batch by batch
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    for net in (gen, disc):
        net.train(True)
    means = [0.0, 0.0]
    for number, real in enumerate(loader, start=1):
        losses = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
        means = [m + (float(loss) - m) / number for m, loss in zip(means, losses)]
    return tuple(means)
