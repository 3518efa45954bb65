# right: detached on both sides, without no_grad
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.detach().sub_((1 - decay) * (mean.detach() - weight.detach()))
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.copy_(buffer)
