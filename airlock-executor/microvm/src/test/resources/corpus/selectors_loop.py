import selectors, os
s = selectors.DefaultSelector(); pipes = [os.pipe() for _ in range(3)]
for i, (r, w) in enumerate(pipes): s.register(r, selectors.EVENT_READ, i)
os.write(pipes[1][1], b"x"); print([(k.data, m) for k, m in s.select(1)]); os.read(pipes[1][0], 1); print(s.select(0.01)); os.close(pipes[2][1]); print([k.data for k, _ in s.select(1)]); s.unregister(pipes[2][0]); print(len(s.get_map())); s.close()
