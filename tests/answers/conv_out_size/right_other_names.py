# right: other names for the first two
def conv_out_size(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) // stride + 1
