"""Objects that ask for one another at the end find each other, and what only a list or an attribute holds is told as well."""


class Told:
    def __init__(self, what):
        self.what = what

    def __del__(self):
        print("gone:", self.what, sorted(thing.what for thing in (one, two, *others)))


one = Told("one")
two = Told("two")
others = [Told("in a list")]
two.friend = one
