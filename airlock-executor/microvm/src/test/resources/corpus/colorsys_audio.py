import colorsys, wave, io
print(colorsys.rgb_to_hsv(0.5, 0.25, 0.75), colorsys.hls_to_rgb(0.5, 0.5, 0.5)); b = io.BytesIO(); w = wave.open(b, "wb"); w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000); w.writeframes(b"\0\1" * 80); w.close(); b.seek(0); r = wave.open(b); print(r.getparams())
