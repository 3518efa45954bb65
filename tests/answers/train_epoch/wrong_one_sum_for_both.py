# wrong: both losses go into one sum
# says: added up in one sum
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    total = 0.0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        total += float(disc_loss) + float(gen_loss)
    return total / len(loader), total / len(loader)
