# wrong: assigned, not returned
# says: a forgotten return
def conv_transpose_out_size(size, kernel_size, stride=1, padding=0):
    out = (size - 1) * stride - 2 * padding
    out += kernel_size
