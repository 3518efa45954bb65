# wrong: the state is loaded
# says: a copy of gen
def update_average(average, gen, decay):
    average.load_state_dict(gen.state_dict())
