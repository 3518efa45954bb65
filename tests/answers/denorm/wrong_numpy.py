# wrong: NumPy's array
# says: torch.from_numpy makes one of a NumPy array
import numpy as np


def denorm(x):
    return np.clip((x.numpy() + 1) / 2, 0, 1)
