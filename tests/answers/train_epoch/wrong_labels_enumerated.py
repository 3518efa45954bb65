# wrong: pairs of images and labels are expected, in enumerate
# says: the loader gives images alone
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    losses = []
    for _, (real, _) in enumerate(loader):
        pair = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
        losses.append([float(loss) for loss in pair])
    disc_losses, gen_losses = zip(*losses, strict=True)
    return sum(disc_losses) / len(losses), sum(gen_losses) / len(losses)
