# right: through .data
def update_average(average, gen, decay):
    for mean, weight in zip(average.parameters(), gen.parameters()):
        mean.data = decay * mean.data + (1 - decay) * weight.data
    for mean, buffer in zip(average.buffers(), gen.buffers()):
        mean.data.copy_(buffer.data)
