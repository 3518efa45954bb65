# wrong: // rounds down
# says: // rounds down
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_sum = gen_sum = 0.0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_sum += float(disc_loss)
        gen_sum += float(gen_loss)
    return disc_sum // len(loader), gen_sum // len(loader)
