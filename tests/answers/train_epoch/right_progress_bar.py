# right: with a progress bar, which writes to stderr
from tqdm.auto import tqdm


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_mean = gen_mean = 0
    for real in tqdm(loader):
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        disc_mean += disc_loss.item() / len(loader)
        gen_mean += gen_loss.item() / len(loader)
    return disc_mean, gen_mean
