import tokenize, io, keyword, token
for t in tokenize.generate_tokens(io.StringIO("x = f'{1}' # c\nif x:\n  y\n").readline): print(token.tok_name[t.type], repr(t.string), t.start)
print(keyword.iskeyword("match"), keyword.softkwlist)
