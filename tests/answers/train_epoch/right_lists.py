# right: the losses are collected in lists
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train(), disc.train()
    disc_losses, gen_losses = [], []
    for batch in loader:
        losses = train_step(gen, disc, gen_opt, disc_opt, criterion, batch, z_dim, device=device)
        disc_losses.append(losses[0].item())
        gen_losses.append(losses[1].item())
    return sum(disc_losses) / len(disc_losses), sum(gen_losses) / len(gen_losses)
