# wrong: a list that append returns
# says: append changes the list itself and returns nothing
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_losses, gen_losses = [], []
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_losses = disc_losses.append(float(disc_loss))
        gen_losses = gen_losses.append(float(gen_loss))
    return sum(disc_losses) / len(loader), sum(gen_losses) / len(loader)
