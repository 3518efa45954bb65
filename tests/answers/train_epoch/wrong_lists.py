# wrong: lists are returned, not their means
# says: their means are asked for
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_losses, gen_losses = [], []
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_losses.append(disc_loss.item())
        gen_losses.append(gen_loss.item())
    return disc_losses, gen_losses
