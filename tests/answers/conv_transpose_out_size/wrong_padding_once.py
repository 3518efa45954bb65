# wrong: padding on one side
# says: it counts twice
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - padding + kernel_size
