from collections import Counter
c = Counter("mississippi")
print(c.most_common(2), c["z"], sorted(c.elements()), c - Counter("miss"), c & Counter("sip"), c.total())
c.update("sss"); c.subtract("i")
print(sorted(c.items()))
