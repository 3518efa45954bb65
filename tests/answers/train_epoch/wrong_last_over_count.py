# wrong: the last losses are divided by the number of batches: = stands for +=
# says: add them up in the loop
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_sum = float(disc_loss)
        gen_sum = float(gen_loss)
    return disc_sum / len(loader), gen_sum / len(loader)
