# wrong: backward on a vector
# says: a derivative is taken of one number: .sum() makes one
import torch


def generator_loss_gradients(logits):
    x = logits.clone().requires_grad_()
    loss = torch.log(1 - torch.sigmoid(x))
    loss.backward()
    return x.grad, x.grad
