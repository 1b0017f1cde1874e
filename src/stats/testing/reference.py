"""Writes reference.json: what independent programs give for the statistics of this folder.

    /usr/bin/python3 src/stats/testing/reference.py

Needs scipy, statsmodels, numpy and mpmath. Where no program implements a formula, it is evaluated from its
definition in exact fractions or 50 digits, by another route than the TypeScript takes.
"""

import itertools
import json
import math
import random
import statistics
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import scipy
import statsmodels
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

mpmath.mp.dps = 50
rng = random.Random(20240607)


def normal():
    """mpmath, 50 digits."""
    points = [-37, -20, -8.5, -5, -3, -2.51, -2.5, -2.49, -1.2, -0.3, 0, 1e-9, 0.7, 1.5, 2.5, 3.3, 6]
    cdf = [[z, float(mpmath.ncdf(mpmath.mpf(z)))] for z in points]
    probabilities = [1e-300, 1e-100, 1e-12, 1e-5, 0.005, 0.025, 0.1, 0.31, 0.5, 0.61, 0.9, 0.975, 0.9995]
    quantile = [[p, float(optimize.newton(lambda z: float(mpmath.log(mpmath.ncdf(z)) - mpmath.log(mpmath.mpf(p))), stats.norm.ppf(p), tol=1e-15))] for p in probabilities]
    return {"source": "mpmath.ncdf and its inverse", "cdf": cdf, "quantile": quantile}


def incomplete_beta(a, b, x):
    """DLMF 8.17.8 after Euler's transformation: a series of positive terms, in 50 digits."""
    if x > 0.5:
        return 1 - incomplete_beta(b, a, 1 - x)
    a, b = mpmath.mpf(a), mpmath.mpf(b)
    term = total = mpmath.mpf(1)
    n = 0
    while term > total * mpmath.mpf(10) ** -45:
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return mpmath.exp(a * mpmath.log(x) + b * mpmath.log1p(-x) - mpmath.loggamma(a) - mpmath.loggamma(b) + mpmath.loggamma(a + b)) / a * total


def beta_quantile(a, b, probability, guess):
    """Newton's method in 50 digits from a guess that is right to a few."""
    root = guess
    for _ in range(6):
        density = mpmath.exp((a - 1) * mpmath.log(root) + (b - 1) * mpmath.log1p(-root) - mpmath.loggamma(a) - mpmath.loggamma(b) + mpmath.loggamma(mpmath.mpf(a) + b))
        root -= (incomplete_beta(a, b, root) - probability) / density
    assert abs(incomplete_beta(a, b, root) / probability - 1) < 1e-25, (a, b, probability)
    return root


def beta():
    """The incomplete beta function in 50 digits; the quantile by inverting it."""
    assert all(abs(incomplete_beta(a, b, mpmath.mpf(x)) - mpmath.betainc(a, b, 0, mpmath.mpf(x), regularized=True)) < 1e-30 for a, b, x in [(0.5, 3, 0.2), (7, 2.5, 0.9), (20, 30, 0.4)])
    shapes = [(0.05, 0.3), (0.5, 0.5), (1, 1), (1, 7), (2, 3.5), (3, 0.1), (10, 90), (17.5, 0.5), (150, 150), (900, 101), (1, 20000), (40000, 60000)]
    tails, quantiles = [], []
    for a, b in shapes:
        for share in (0.001, 0.2, 0.5, 0.8, 0.999):
            x = float(stats.beta.ppf(share, a, b))
            if not 0 < x < 1:
                continue
            lower = incomplete_beta(a, b, mpmath.mpf(x))
            tails.append([a, b, x, float(lower), float(1 - lower)])
        for probability in (1e-6, 0.025, 0.5, 0.9):
            guess = mpmath.mpf(float(stats.beta.ppf(probability, a, b)))
            if guess < 1e-200 or guess == 1:
                continue
            quantiles.append([a, b, probability, float(beta_quantile(a, b, mpmath.mpf(probability), guess))])
    return {"source": "a series of DLMF 8.17 in mpmath, agreeing with mpmath.betainc; inverted by Newton's method", "tails": tails, "quantiles": quantiles}


def log_gamma():
    return {"source": "mpmath.loggamma", "values": [[x, float(mpmath.loggamma(mpmath.mpf(x)))] for x in (0.01, 0.5, 1.5, 3, 7.25, 15.9, 16.1, 120, 1e6)]}


def binomial():
    cases = [(0, 5, 0.3), (5, 5, 0.3), (3, 10, 0.5), (70, 200, 0.4), (12, 20000, 0.0004), (999, 1000, 0.98)]
    rows = [[k, n, p, float(mpmath.binomial(n, k) * mpmath.mpf(p) ** k * (1 - mpmath.mpf(p)) ** (n - k)), float(stats.binom.cdf(k, n, p)), float(stats.binom.sf(k, n, p))] for k, n, p in cases]
    return {"source": "mpmath.binomial, scipy.stats.binom", "rows": rows}


def proportions():
    cases = [(0, 1), (1, 1), (0, 10), (3, 10), (8, 10), (10, 10), (1, 300), (150, 300), (299, 300), (1234, 54321), (7, 1000000)]
    rows = []
    for (k, n), level in itertools.product(cases, (0.8, 0.95, 0.999)):
        wilson = stats.binomtest(k, n).proportion_ci(level, method="wilson")
        exact = stats.binomtest(k, n).proportion_ci(level, method="exact")
        for mine, theirs in ((wilson, proportion_confint(k, n, 1 - level, "wilson")), (exact, proportion_confint(k, n, 1 - level, "beta"))):
            assert np.allclose([mine.low, mine.high], theirs, atol=1e-9, rtol=0), (k, n, level)
        # scipy's own ends are right to some 1e-8 of their size only, so they are sharpened.
        tail = (1 - mpmath.mpf(level)) / 2
        low = float(beta_quantile(k, n - k + 1, tail, mpmath.mpf(float(exact.low)))) if k else 0.0
        high = float(1 - beta_quantile(n - k, k + 1, tail, 1 - mpmath.mpf(float(exact.high)))) if k < n else 1.0
        assert np.allclose([exact.low, exact.high], [low, high], atol=1e-9, rtol=0), (k, n, level)
        rows.append({"successes": k, "trials": n, "level": level, "wilson": [wilson.low, wilson.high], "clopperPearson": [low, high]})
    return {"source": "scipy.stats.binomtest(...).proportion_ci and statsmodels proportion_confint; Clopper-Pearson sharpened by mpmath", "rows": rows}


def mcnemar_tests():
    rows = []
    for b, c in [(0, 0), (0, 1), (0, 6), (1, 7), (7, 1), (5, 5), (10, 25), (40, 41), (300, 360), (4000, 4100)]:
        exact = float(mcnemar([[17, b], [c, 3]], exact=True).pvalue) if b + c else 1.0
        n = b + c
        observed = Fraction(math.comb(n, b), 2**n)
        tail = sum(Fraction(math.comb(n, k), 2**n) for k in range(min(b, c) + 1))
        mid = 1 - observed / 2 if b == c else 2 * (tail - observed / 2)
        rows.append([b, c, exact, float(mid) if n else 1.0])
    return {"source": "statsmodels mcnemar(exact=True); mid-p in exact fractions after Fagerland et al. 2013", "rows": rows}


def paired_power():
    def power(pairs, discordance, difference, significance):
        m = np.arange(pairs + 1)
        share = 0.5 + difference / (2 * discordance)
        total = 0.0
        for discordant, weight in zip(m, stats.binom.pmf(m, pairs, discordance)):
            k = np.arange(discordant + 1)
            p = np.array([min(1.0, 2 * x) for x in stats.binom.cdf(np.minimum(k, discordant - k), discordant, 0.5)])
            total += weight * stats.binom.pmf(k, discordant, share)[p <= significance].sum()
        return float(total)

    powers, smallest = [], []
    for pairs, discordance, difference, significance in [(20, 0.5, 0.3, 0.05), (50, 0.2, 0.1, 0.05), (200, 0.1, 0.08, 0.01), (300, 0.25, 0.0, 0.05), (30, 1.0, 0.4, 0.05)]:
        powers.append([pairs, discordance, difference, significance, power(pairs, discordance, difference, significance)])
    for pairs, discordance, wanted in [(40, 0.5, 0.8), (150, 0.2, 0.8), (400, 0.15, 0.9)]:
        smallest.append([pairs, discordance, wanted, optimize.brentq(lambda d: power(pairs, discordance, d, 0.05) - wanted, 0, discordance, xtol=1e-13)])
    return {"source": "enumeration with scipy.stats.binom, inverted by scipy.optimize.brentq", "powers": powers, "smallest": smallest}


def holm():
    rows = []
    for size in (1, 2, 5, 12):
        p_values = [round(rng.random() ** 3, 6) for _ in range(size)]
        rows.append([p_values, multipletests(p_values, method="holm")[1].tolist()])
    tied = [0.01, 0.02, 0.02, 0.5, 0.01, 1.0, 0.0]
    rows.append([tied, multipletests(tied, method="holm")[1].tolist()])
    return {"source": "statsmodels multipletests(method='holm')", "rows": rows}


def kappa():
    rows = []
    for size, n, noise in [(2, 30, 0.2), (3, 80, 0.4), (4, 200, 0.5), (5, 25, 0.1)]:
        first = [rng.randrange(size) for _ in range(n)]
        second = [rng.randrange(size) if rng.random() < noise else label for label in first]
        table = np.zeros((size, size))
        for a, b in zip(first, second):
            table[a, b] += 1
        for weights, wt in [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]:
            result = cohens_kappa(table, wt=wt)
            rows.append({"first": first, "second": second, "categories": list(range(size)), "weights": weights, "kappa": float(result.kappa), "standardError": float(result.std_kappa)})
    return {"source": "statsmodels cohens_kappa", "rows": rows}


def alpha_by_definition(units, scale):
    """Krippendorff 2011: the coincidence matrix and the metric of its section for each scale, in fractions."""
    units = [[v for v in unit if v is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({v for unit in units for v in unit})
    coincidences = {(c, k): Fraction(0) for c in values for k in values}
    for unit in units:
        for i, j in itertools.permutations(range(len(unit)), 2):
            coincidences[unit[i], unit[j]] += Fraction(1, len(unit) - 1)
    totals = {c: sum(coincidences[c, k] for k in values) for c in values}
    n = sum(totals.values())

    def metric(c, k):
        if scale == "nominal":
            return Fraction(c != k)
        if scale == "interval":
            return (Fraction(c) - Fraction(k)) ** 2
        low, high = min(c, k), max(c, k)
        return (sum(totals[g] for g in values if low <= g <= high) - (totals[c] + totals[k]) / 2) ** 2

    observed = sum(coincidences[c, k] * metric(c, k) for c in values for k in values)
    expected = sum(totals[c] * totals[k] * metric(c, k) for c in values for k in values) / (n - 1)
    return float(1 - observed / expected)


def alpha():
    gap = None
    published = list(zip([1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3], [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap]))
    assert [round(alpha_by_definition(published, s), 3) for s in ("nominal", "ordinal", "interval")] == [0.743, 0.815, 0.849]
    noisy = []
    for _ in range(60):
        truth = rng.randrange(6)
        noisy.append([None if rng.random() < 0.25 else max(0, min(5, truth + rng.choice([0, 0, 0, 1, -1, 2]))) for _ in range(5)])
    wide = [[rng.choice([None, round(rng.gauss(0, 10), 2)]) for _ in range(3)] for _ in range(40)]
    complete = [[rng.randrange(3) for _ in range(4)] for _ in range(30)]
    counts = np.array([[unit.count(label) for label in range(3)] for unit in complete])
    size = counts.sum()
    assert abs(alpha_by_definition(complete, "nominal") - (1 - (1 - fleiss_kappa(counts)) * (size - 1) / size)) < 1e-12
    rows = [{"units": units, "scale": scale, "alpha": alpha_by_definition(units, scale)} for units in (published, noisy, wide, complete) for scale in ("nominal", "ordinal", "interval")]
    return {"source": "the coincidence matrix of Krippendorff 2011 in exact fractions; its published 0.743, 0.815, 0.849; statsmodels fleiss_kappa", "rows": rows}


def rogan_gladen():
    rows = []
    z = mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf("0.95"))
    for positives, total, se, sp in [(60, 200, 0.9, 0.92), (3, 263, 0.97, 0.995), (190, 200, 0.8, 0.9), (23, 150, 0.96, 0.89)]:
        low, high = proportion_confint(positives, total, 0.05, "wilson")
        to = lambda p: min(1.0, max(0.0, (p + sp - 1) / (se + sp - 1)))
        rows.append({"positives": positives, "total": total, "sensitivity": se, "specificity": sp, "estimate": to(positives / total), "low": to(low), "high": to(high)})
    for positives, total, se, sp in [(60, 200, (45, 50), (92, 100)), (3, 263, (88, 89), (132, 134)), (190, 200, (40, 50), (27, 30)), (500, 2000, (20, 20), (20, 20)), (30, 90, (70, 100), (60, 100)), (12, 80, (18, 20), 0.95)]:
        # Lang & Reiczigel 2014: an apparent prevalence with z² pseudo-observations, accuracies with two, and the variance of the ratio.
        ap, m = (positives + z**2 / 2) / (total + z**2), total + z**2
        (Se, nse), (Sp, nsp) = [((mpmath.mpf(a[0]) + 1) / (a[1] + 2), mpmath.mpf(a[1] + 2)) if isinstance(a, tuple) else (mpmath.mpf(a), mpmath.inf) for a in (se, sp)]
        p = (ap + Sp - 1) / (Se + Sp - 1)
        dp = 2 * z**2 * (p * Se * (1 - Se) / nse - (1 - p) * Sp * (1 - Sp) / nsp)
        se_p = mpmath.sqrt(ap * (1 - ap) / m + p**2 * Se * (1 - Se) / nse + (1 - p) ** 2 * Sp * (1 - Sp) / nsp) / (Se + Sp - 1)
        raw_se, raw_sp = [Fraction(*a) if isinstance(a, tuple) else Fraction(str(a)) for a in (se, sp)]
        estimate = (Fraction(positives, total) + raw_sp - 1) / (raw_se + raw_sp - 1)
        as_json = lambda a: {"correct": a[0], "total": a[1]} if isinstance(a, tuple) else a
        clip = lambda v: float(min(1, max(0, v)))
        rows.append({"positives": positives, "total": total, "sensitivity": as_json(se), "specificity": as_json(sp), "estimate": clip(estimate), "low": clip(p + dp - z * se_p), "high": clip(p + dp + z * se_p)})
    return {"source": "statsmodels wilson carried over; Lang & Reiczigel 2014 in 50 digits", "rows": rows}


def spearman():
    rows = []
    for n, ties in [(3, False), (5, False), (7, True), (8, False), (9, True), (12, False), (30, True), (200, False)]:
        draw = (lambda: rng.randrange(4)) if ties else (lambda: round(rng.gauss(0, 1), 6))
        x = [draw() for _ in range(n)]
        y = [v + draw() for v in x]
        result = stats.spearmanr(x, y)
        exact = None
        if n <= 8:
            ranks = stats.rankdata(x)
            orders = [abs(np.corrcoef(ranks, order)[0, 1]) for order in itertools.permutations(stats.rankdata(y))]
            exact = sum(rho >= abs(result.statistic) - 1e-12 for rho in orders) / len(orders)
        rows.append({"first": x, "second": y, "rho": float(result.statistic), "student": float(result.pvalue), "exact": exact})
    return {"source": "scipy.stats.spearmanr; the exact p-value by itertools.permutations and numpy.corrcoef", "rows": rows}


def moments():
    rows = []
    for values in ([1.5, 2.25, -3.75, 10.0], [1e9 + x for x in (4, 7, 13, 16)], [rng.gauss(1e6, 1e-2) for _ in range(50)], [rng.expovariate(1) * 10 ** rng.randrange(-5, 6) for _ in range(101)]):
        exact = [Fraction(v) for v in values]
        rows.append({"values": values, "sum": math.fsum(values), "mean": float(sum(exact) / len(exact)), "variance": float(statistics.variance(exact)),
                     "quantiles": [[q, float(np.quantile(values, q))] for q in (0, 0.025, 0.3, 0.5, 0.9, 1)]})
    return {"source": "math.fsum, statistics.variance of fractions, numpy.quantile", "rows": rows}


def bootstrap():
    """The bootstrap mean of n zeros and ones with k ones is Binomial(n, k/n) / n, so its percentiles are known."""
    rows = []
    for ones, n, level in [(3, 10, 0.95), (7, 25, 0.9), (50, 200, 0.95)]:
        low, high = [stats.binom.ppf(q, n, ones / n) / n for q in ((1 - level) / 2, (1 + level) / 2)]
        rows.append({"ones": ones, "clusters": n, "level": level, "low": float(low), "high": float(high), "standardError": float(stats.binom.std(n, ones / n) / n)})
    return {"source": "scipy.stats.binom", "rows": rows}


reference = {
    "versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__, "mpmath": mpmath.__version__},
    "normal": normal(), "beta": beta(), "logGamma": log_gamma(), "binomial": binomial(), "proportions": proportions(), "mcnemar": mcnemar_tests(), "pairedPower": paired_power(),
    "holm": holm(), "kappa": kappa(), "alpha": alpha(), "roganGladen": rogan_gladen(), "spearman": spearman(), "moments": moments(), "bootstrap": bootstrap(),
    "chiSquare": {"source": "scipy.stats.chi2.ppf(0.9999, degrees)", "rows": [[df, float(stats.chi2.ppf(0.9999, df))] for df in (5, 9, 15, 23, 99, 255)]},
}


def lines(value):
    """One line a row, so that a changed number shows as one changed line."""
    sections = []
    for name, section in value.items():
        members = []
        for key, member in section.items():
            text = "[\n" + ",\n".join("      " + json.dumps(row) for row in member) + "\n    ]" if isinstance(member, list) else json.dumps(member)
            members.append(f"    {json.dumps(key)}: {text}")
        sections.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(members) + "\n  }")
    return "{\n" + ",\n".join(sections) + "\n}\n"


Path(__file__).with_name("reference.json").write_text(lines(reference))
