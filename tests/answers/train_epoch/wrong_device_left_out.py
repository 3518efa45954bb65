# wrong: train_step is left with its default device
# says: pass device on to the functions that you call
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    losses = []
    for real in loader:
        pair = train_step(gen, disc, gen_opt, disc_opt, criterion, real.to(device), z_dim)
        losses.append([float(loss) for loss in pair])
    disc_losses, gen_losses = zip(*losses, strict=True)
    return sum(disc_losses) / len(losses), sum(gen_losses) / len(losses)
