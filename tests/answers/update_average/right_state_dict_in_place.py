# right: the tensors of the state dict are changed
import torch


def update_average(average, gen, decay):
    names = [name for name, _ in average.named_parameters()]
    new = gen.state_dict()
    for name, mean in average.state_dict().items():
        if name in names:
            mean *= decay
            mean += (1 - decay) * new[name]
        else:
            mean.copy_(new[name])
