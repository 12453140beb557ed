text = """To be, or not to be, that is the question:
Whether 'tis nobler in the mind to suffer"""
import re, collections
words = re.findall(r"[a-z']+", text.lower()); print(collections.Counter(words).most_common(3), len(set(words)), max(words, key=len), {k: [w for w in words if len(w) == k] for k in (2, 8)})
