# right: a new state dict is loaded
import torch


def update_average(average, gen, decay):
    old, new = average.state_dict(), gen.state_dict()
    parameters = {name for name, _ in gen.named_parameters()}
    mixed = {
        name: decay * old[name] + (1 - decay) * new[name] if name in parameters else new[name]
        for name in new
    }
    average.load_state_dict(mixed)
    return average
