import tomllib
print(tomllib.loads('title = "x"\n[a.b]\nn = 1\nwhen = 1979-05-27T07:32:00Z\nlist = [1, 2, [3]]\n[[t]]\nk = """m\nl"""\n'))
try: tomllib.loads("a = ")
except tomllib.TOMLDecodeError as e: print(e)
