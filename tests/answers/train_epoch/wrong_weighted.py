# wrong: the batches are weighted by their length
# says: weighted by their length
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    totals, images = [0.0, 0.0], 0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        totals[0] += float(disc_loss) * len(real)
        totals[1] += float(gen_loss) * len(real)
        images += len(real)
    return totals[0] / images, totals[1] / images
