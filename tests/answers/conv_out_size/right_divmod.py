# right: divmod
def conv_out_size(size, kernel_size, stride=1, padding=0):
    jumps, _ = divmod(size - kernel_size + padding + padding, stride)
    return jumps + 1
