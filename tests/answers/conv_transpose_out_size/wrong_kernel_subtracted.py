# wrong: the kernel is subtracted
# says: kernel_size is added, not subtracted
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) * stride - 2 * padding - kernel_size
