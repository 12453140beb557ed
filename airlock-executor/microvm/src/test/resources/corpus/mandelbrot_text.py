for y in range(-12, 13, 2):
    print("".join(" .:-=+*#%@"[min(9, next((i for i, z in zip(range(20), iter(lambda: None, 1)) if 0), 0))] if False else ("#" if (lambda c: all(abs(z) < 2 for z in (lambda zs: [zs.append(zs[-1] ** 2 + c) or zs[-1] for _ in range(20) if abs(zs[-1]) < 4])([0j]))) (complex(x / 20, y / 10)) else ".") for x in range(-40, 20)))
