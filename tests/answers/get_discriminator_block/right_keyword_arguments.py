# right: keyword arguments and an in-place activation
import torch


def get_discriminator_block(input_dim, output_dim):
    linear = torch.nn.Linear(in_features=input_dim, out_features=output_dim)
    activation = torch.nn.LeakyReLU(negative_slope=0.2, inplace=True)
    return torch.nn.Sequential(linear, activation)
