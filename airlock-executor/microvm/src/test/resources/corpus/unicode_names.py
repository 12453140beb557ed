import unicodedata as u
for c in "aé€😀\u0301": print(hex(ord(c)), u.name(c), u.category(c), u.combining(c), u.east_asian_width(c))
print(u.normalize("NFD", "é").encode(), u.normalize("NFKC", "ﬁ"), u.lookup("SNOWMAN"), u.numeric("½"), "straße".upper(), "İ".lower().encode())
