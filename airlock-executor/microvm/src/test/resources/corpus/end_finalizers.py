"""Objects that the program's own names hold are told of the end, and find the other names still there."""
name = "by name"


class Told:
    def __init__(self, what):
        self.what = what

    def __del__(self):
        print("gone:", self.what, name)


def steps():
    try:
        yield 1
    finally:
        print("the generator is closed")


one = Told("one")
two = Told("two")
running = steps()
print(next(running))
