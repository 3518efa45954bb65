# wrong: divided by the number of images
# says: by the number of images
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    images = 0
    disc_total = gen_total = 0.0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        images += len(real)
        disc_total += float(disc_loss)
        gen_total += float(gen_loss)
    return disc_total / images, gen_total / images
