# right: an inner function makes each half of the step
import torch


def update(gen, disc, gen_opt, disc_opt, loss, real, noise):
    def learn(optimizer, value):
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        return float(value)

    with torch.no_grad():
        fake = gen(noise)
    first = learn(disc_opt, (loss(disc(fake), target=0.0) + loss(disc(real), target=1.0)) / 2)
    return first, learn(gen_opt, loss(disc(gen(noise)), target=1.0))
