# wrong: 0.02 becomes the mean
# says: takes the mean first
from torch import nn
from torch.optim import Adam


def set_up(gen, disc):
    for layer in [*gen.modules(), *disc.modules()]:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0.02)
    return tuple(Adam(net.parameters(), lr=1e-3, betas=(0.0, 0.99)) for net in (gen, disc))
