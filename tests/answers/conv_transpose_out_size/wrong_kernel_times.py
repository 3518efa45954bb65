# wrong: the kernel is multiplied by the stride
# says: stride multiplies size - 1, not kernel_size
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    return (size - 1) + stride * kernel_size - 2 * padding
