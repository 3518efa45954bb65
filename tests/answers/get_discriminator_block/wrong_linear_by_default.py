# wrong: the layer is kept in a dictionary that is a default argument
# says: the layers are made once and shared by all calls
from torch import nn


def get_discriminator_block(input_dim, output_dim, made={}):
    if "linear" not in made:
        made["linear"] = nn.Linear(input_dim, output_dim)
    return nn.Sequential(made["linear"], nn.LeakyReLU(0.2))
