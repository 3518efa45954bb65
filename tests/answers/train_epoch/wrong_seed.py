# wrong: every epoch draws the same noise
# says: a seed is set inside the function
import torch


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    torch.manual_seed(0)
    gen.train()
    disc.train()
    losses = []
    for real in loader:
        pair = train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
        losses.append([float(loss) for loss in pair])
    disc_losses, gen_losses = zip(*losses, strict=True)
    return sum(disc_losses) / len(losses), sum(gen_losses) / len(losses)
