people = [("bob", 30), ("al", 25), ("cy", 30), ("di", 25)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: (-p[1], p[0])), sorted([3.5, True, -2]), sorted("banana", reverse=True), sorted([[2], [1, 5], []]))
