# right: a tensor is returned; cdist without the matrix product
import torch


def nearest(fakes, images):
    pair = fakes.flatten(1), images.flatten(1)
    return torch.cdist(*pair, compute_mode="donot_use_mm_for_euclid_dist").amin(dim=-1)


def nearer_to_training(fakes, training, held_out):
    n = min(len(training), len(held_out))
    a, b = nearest(fakes, training[:n]), nearest(fakes, held_out[:n])
    return ((a < b).double() + (a <= b).double()).mean() / 2
