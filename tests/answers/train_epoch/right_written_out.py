# right: the step is written out
def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    history = []
    for real in loader:
        real = real.flatten(1).to(device)
        disc_opt.zero_grad()
        disc_loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
        disc_loss.backward()
        disc_opt.step()
        gen_opt.zero_grad()
        gen_loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
        gen_loss.backward()
        gen_opt.step()
        history.append([disc_loss.item(), gen_loss.item()])
    return tuple(sum(column) / len(history) for column in zip(*history))
