# wrong: tensors are summed and returned
# says: float(loss) makes a number
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_total = gen_total = 0.0
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_total += disc_loss
        gen_total += gen_loss
    return disc_total / len(loader), gen_total / len(loader)
