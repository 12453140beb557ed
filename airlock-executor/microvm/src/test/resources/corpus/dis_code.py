import dis
def f(a, b=2):
    for i in range(a): b += i
    return b
dis.dis(f); print(f.__code__.co_varnames, dis.stack_effect(dis.opmap["NOP"]), [i.opname for i in dis.get_instructions("x = 1")])
