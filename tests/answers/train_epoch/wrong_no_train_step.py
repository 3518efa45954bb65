# wrong: the losses alone, nothing learns
# says: train_step is not called in the loop
from ganlab.losses import get_disc_loss, get_gen_loss


def train_epoch(gen, disc, gen_opt, disc_opt, criterion, loader, z_dim, device="cpu"):
    gen.train()
    disc.train()
    disc_sum = gen_sum = 0.0
    for real in loader:
        real = real.flatten(1).to(device)
        disc_sum += get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device).item()
        gen_sum += get_gen_loss(gen, disc, criterion, len(real), z_dim, device).item()
    return disc_sum / len(loader), gen_sum / len(loader)
