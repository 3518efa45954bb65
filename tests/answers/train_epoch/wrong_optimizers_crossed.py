# wrong: the optimizers are crossed in the call, by name
# says: gen_opt and disc_opt have changed places
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    losses = []
    for real in loader:
        opts = {"gen_opt": disc_opt, "disc_opt": gen_opt}
        pair = train_step(
            gen, disc, criterion=criterion, real=real, z_dim=z_dim, device=device, **opts
        )
        losses.append([float(loss) for loss in pair])
    disc_losses, gen_losses = zip(*losses, strict=True)
    return sum(disc_losses) / len(losses), sum(gen_losses) / len(losses)
