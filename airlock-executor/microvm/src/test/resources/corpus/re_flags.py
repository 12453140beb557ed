import re
pattern = re.compile(r"""
    ^\s*(?P<key>[a-z_]+)\s*   # a key
    =\s*(?P<value>.*?)\s*$    # and its value
""", re.X | re.M | re.I)
print([m.groupdict() for m in pattern.finditer("a = 1\nB_c=two words  \n=3\n")])
print(re.escape("a.b*c"), re.search(r"(?<=x)y(?!z)", "xyz xya").start())
