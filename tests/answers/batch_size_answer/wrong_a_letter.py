# wrong: a letter, no function
# says: the name stands for a value; a function is asked for: batch_size_answer()
batch_size_answer = "c"
