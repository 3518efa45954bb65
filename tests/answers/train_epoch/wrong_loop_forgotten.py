# wrong: only one batch is drawn
# says: ends it after the first batch
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    real = next(iter(loader))
    disc_loss, gen_loss = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
    return float(disc_loss), float(gen_loss)
