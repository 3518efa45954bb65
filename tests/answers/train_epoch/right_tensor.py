# right: one tensor of all losses, its mean at the end
import torch


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    losses = torch.tensor(
        [
            [
                float(loss)
                for loss in train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device)
            ]
            for real in loader
        ]
    )
    return losses.mean(dim=0).tolist()
