# wrong: the sums are set to 0 in the loop
# says: set the sums to 0 before it
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    for real in loader:
        disc_sum = gen_sum = 0.0
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_sum += float(disc_loss)
        gen_sum += float(gen_loss)
    return disc_sum / len(loader), gen_sum / len(loader)
