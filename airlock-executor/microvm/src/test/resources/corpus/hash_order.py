print(list({"pear", "fig", "apple", "kiwi"}), hash("text"), hash((1, 2.5)), hash(10 ** 30), {("a", 1), ("b", 2)})
