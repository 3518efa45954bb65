# wrong: math on a whole tensor
# says: functions of Python's math, float() and int() take one
import math


def optimal_discriminator(p, q):
    return math.exp(p) / (math.exp(p) + math.exp(q))
