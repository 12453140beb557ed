import copy
a = [1, [2, 3], {"k": [4]}]; s, d = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]["k"] = 0
print(s, d)
loop = []; loop.append(loop); print(copy.deepcopy(loop)[0][0] is not loop)
