# right: next() and a walrus
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    batches = iter(loader)
    total_d = total_g = 0.0
    count = 0
    while (real := next(batches, None)) is not None:
        d, g = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
        total_d += d.item() if hasattr(d, "item") else d
        total_g += g.item() if hasattr(g, "item") else g
        count += 1
    return total_d / count, total_g / count
