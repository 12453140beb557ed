import re
for pattern in ("(", "a**", "[z-a]", "(?P<1>x)", "\\"):
    try:
        re.compile(pattern)
    except re.error as error:
        print(error)
