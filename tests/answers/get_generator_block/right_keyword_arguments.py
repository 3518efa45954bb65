# right: every layer made with keyword arguments, defaults written out
import torch


def get_generator_block(input_dim, output_dim):
    linear = torch.nn.Linear(in_features=input_dim, out_features=output_dim, bias=True)
    norm = torch.nn.BatchNorm1d(num_features=output_dim, eps=1e-5, momentum=0.1)
    return torch.nn.Sequential(linear, norm, torch.nn.ReLU())
