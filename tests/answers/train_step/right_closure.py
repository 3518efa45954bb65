# right: each step is given a closure
from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.flatten(1).to(device)

    def disc_closure():
        disc_opt.zero_grad()
        loss = get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device)
        loss.backward()
        return loss

    def gen_closure():
        gen_opt.zero_grad()
        loss = get_gen_loss(gen, disc, criterion, len(real), z_dim, device)
        loss.backward()
        return loss

    disc_loss = disc_opt.step(disc_closure)
    gen_loss = gen_opt.step(gen_closure)
    return float(disc_loss), float(gen_loss)
