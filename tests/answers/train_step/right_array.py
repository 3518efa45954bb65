# right: the two losses in an array of NumPy
import numpy as np

from ganlab.losses import get_disc_loss, get_gen_loss


def train_step(gen, disc, gen_opt, disc_opt, criterion, real, z_dim, device="cpu"):
    rows = real.reshape(real.shape[0], -1).to(device)
    losses = []
    for optimizer, loss_of in (
        (disc_opt, lambda *more: get_disc_loss(gen, disc, criterion, rows, *more)),
        (gen_opt, lambda *more: get_gen_loss(gen, disc, criterion, *more)),
    ):
        optimizer.zero_grad(set_to_none=False)
        loss = loss_of(len(rows), z_dim, device)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return np.array(losses)
