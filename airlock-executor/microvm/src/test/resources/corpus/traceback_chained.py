def load():
    try:
        return int("x")
    except ValueError:
        raise KeyError("missing")
load()
