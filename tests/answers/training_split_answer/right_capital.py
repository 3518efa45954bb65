# right: a capital letter with a bracket
def training_split_answer():
    answer = "B)"
    return answer
