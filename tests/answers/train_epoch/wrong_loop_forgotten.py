# wrong: only one batch is drawn
# says: outside of a loop over the loader
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    real = next(iter(loader))
    disc_loss, gen_loss = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
    return float(disc_loss), float(gen_loss)
