# right: a list of two numbers, of a tensor filled in place
import torch


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    sums = torch.zeros(2, dtype=torch.float64)
    count = 0
    for batch in loader:
        losses = train_step(gen, disc, gen_opt, disc_opt, criterion, batch, z_dim, device=device)
        sums += torch.tensor([float(loss) for loss in losses], dtype=torch.float64)
        count += 1
    return (sums / count).tolist()
