# right: the area between the shares to the left
import torch


def earth_mover(a, b):
    places = torch.cat([a, b]).sort().values
    left_a = (a <= places[:-1, None]).double().mean(dim=1)
    left_b = (b <= places[:-1, None]).double().mean(dim=1)
    return ((left_a - left_b).abs() * places.diff()).sum()
