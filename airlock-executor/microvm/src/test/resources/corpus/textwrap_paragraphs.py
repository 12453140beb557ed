import textwrap
text = "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness."
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 40), repr(textwrap.dedent("    a\n      b\n    c")), textwrap.indent("a\nb\n", "> "))
