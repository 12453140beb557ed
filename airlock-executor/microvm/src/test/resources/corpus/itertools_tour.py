from itertools import *
print(list(islice(count(10, 3), 4)), list(chain("ab", [1])), list(accumulate([1, 2, 3], initial=10)))
print(list(product("ab", repeat=2)), list(permutations([1, 2, 3], 2)), list(combinations("abcd", 3)))
print([(k, list(g)) for k, g in groupby("aabbbc")], list(zip_longest("abc", "x", fillvalue="-")))
print(list(takewhile(lambda x: x < 3, range(9))), list(compress("abcd", [1, 0, 1, 0])), list(pairwise("abc")), list(starmap(pow, [(2, 3)])))
