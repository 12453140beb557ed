class Node:
    def __init__(self, v, n=None): self.v, self.n = v, n
    def __iter__(self):
        at = self
        while at: yield at.v; at = at.n
head = None
for i in range(5): head = Node(i, head)
print(list(head))
def rev(n, p=None):
    while n: n.n, p, n = p, n, n.n
    return p
print(list(rev(head)))
big = None
for i in range(20000): big = Node(i, big)
print(sum(big)); del big
