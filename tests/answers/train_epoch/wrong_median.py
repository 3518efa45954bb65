# wrong: the median
# says: median
import torch


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    losses = [
        torch.stack(train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device))
        for real in loader
    ]
    disc_mean, gen_mean = torch.stack(losses).median(dim=0).values.tolist()
    return disc_mean, gen_mean
