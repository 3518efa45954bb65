# wrong: the running sum is divided again in each turn
# says: the division stands in the loop
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_mean = gen_mean = 0.0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_mean = (disc_mean + float(disc_loss)) / 2
        gen_mean = (gen_mean + float(gen_loss)) / 2
    return disc_mean, gen_mean
