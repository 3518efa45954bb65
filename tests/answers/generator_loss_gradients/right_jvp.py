# right: torch.func.jvp
import torch


def generator_loss_gradients(logits):
    one = torch.ones_like(logits)
    sat = torch.func.jvp(lambda a: torch.nn.functional.logsigmoid(-a), (logits,), (one,))[1]
    non = torch.func.jvp(lambda a: -torch.nn.functional.logsigmoid(a), (logits,), (one,))[1]
    return sat, non
