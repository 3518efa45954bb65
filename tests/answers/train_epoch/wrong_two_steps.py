# wrong: train_step is called once for each loss
# says: train_step is called twice
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_total = gen_total = 0.0
    for real in loader:
        disc_loss = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)[0]
        gen_loss = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)[1]
        disc_total += float(disc_loss)
        gen_total += float(gen_loss)
    return disc_total / len(loader), gen_total / len(loader)
