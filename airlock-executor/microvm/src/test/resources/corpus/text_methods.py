t = "  Hello, World  "
print(t.strip().lower(), t.title(), t.swapcase(), t.partition(","), "a-b-c".rsplit("-", 1), "abc".translate(str.maketrans("ab", "xy", "c")))
print("x".center(7, "*"), "42".zfill(5), "tab\tb".expandtabs(4), "line1\nline2\r\n".splitlines(True), "ß".casefold(), "aXbX".removesuffix("X"))
print("abc".encode("utf-16-le"), b"caf\xc3\xa9".decode(), "é".encode("ascii", "xmlcharrefreplace"), "1½".isnumeric(), "a1".isidentifier())
