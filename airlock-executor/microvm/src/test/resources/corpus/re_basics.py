import re
text = "The quick brown fox, 42 jumps; over 7 lazy dogs."
print(re.findall(r"\b\w{5}\b", text), re.split(r"[,;]\s*", text))
print(re.sub(r"(\d+)", lambda m: str(int(m[1]) * 2), text))
print(re.fullmatch(r"(?P<year>\d{4})-(?P<month>\d\d)", "2024-06").groupdict())
