# right: gradients are cleared by hand, parameter by parameter

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    real = real.reshape(len(real), -1).to(device)
    for network, optimizer, loss_of in (
        (
            disc,
            disc_opt,
            lambda: get_disc_loss(gen, disc, criterion, real, len(real), z_dim, device),
        ),
        (gen, gen_opt, lambda: get_gen_loss(gen, disc, criterion, len(real), z_dim, device)),
    ):
        for parameter in network.parameters():
            parameter.grad = None
        loss = loss_of()
        loss.backward()
        optimizer.step()
        if network is disc:
            disc_loss = loss.item()
    return disc_loss, loss.item()
