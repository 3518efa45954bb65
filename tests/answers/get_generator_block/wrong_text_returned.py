# wrong: a text
# says: that is a text; the layers themselves are asked for
def get_generator_block(input_dim, output_dim):
    return f"Linear({input_dim}, {output_dim}), BatchNorm1d, ReLU"
