# right: a lambda
batch_size_answer = lambda: "c"
