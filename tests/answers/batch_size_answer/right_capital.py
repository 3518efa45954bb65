# right: a capital letter with a bracket
def batch_size_answer():
    answer = "C)"
    return answer
