# wrong: divided by the last index, one too few
# says: one batch too few
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_total = gen_total = 0.0
    for step, real in enumerate(loader):
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_total += float(disc_loss)
        gen_total += float(gen_loss)
    return disc_total / step, gen_total / step
