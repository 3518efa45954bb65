# right: NumPy takes the mean
import numpy as np


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    history = []
    for real in loader:
        disc_loss, gen_loss = train_step(
            gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device
        )
        history.append((disc_loss.item(), gen_loss.item()))
    disc_mean, gen_mean = np.mean(history, axis=0)
    return disc_mean, gen_mean
