import statistics as s
data = [2, 4, 4, 4, 5, 5, 7, 9]
print(s.mean(data), s.median(data), s.mode(data), s.pstdev(data), s.variance(data), s.quantiles(data, n=4))
print(s.multimode("aabb"), s.harmonic_mean([40, 60]), s.geometric_mean([54, 24, 36]), s.correlation([1, 2, 3], [1, 2, 3]), s.linear_regression([1, 2], [3, 5]))
print(s.NormalDist(100, 15).cdf(115))
