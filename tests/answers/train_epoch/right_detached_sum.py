# right: detached tensors are summed; numbers are made at the end
import torch


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    count, totals = 0, 0
    for real in loader:
        totals = (
            totals
            + torch.stack(
                train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
            ).detach()
        )
        count += 1
    return (totals[0] / count).item(), (totals[1] / count).item()
