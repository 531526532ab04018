"""
Stand-ins for packages that are not installed: the same vectorised steps in numpy, written anew. They time the
algorithm, not the package, and are named so.
"""

from timing import drawn, finish, np, ratings, scores, timed

by = "numpy " + np.__version__ + ", its steps written anew"


def counts_of(by_rater, domain):
    """Every rating against every value, then added up over raters."""
    return (by_rater.T[..., np.newaxis] == domain[np.newaxis, np.newaxis, :]).sum(axis=1)


def alpha_of_counts(counts):
    """A units x values x values table of pairs, summed over units; then both tables of distances."""
    size = counts.shape[1]
    pairable = np.maximum(counts.sum(axis=1), 2)
    own = counts[:, np.newaxis, :] * np.eye(size)[np.newaxis, ...]
    pairs = counts[..., np.newaxis] * counts[:, np.newaxis, :] - own
    together = np.divide(pairs, (pairable - 1).reshape((-1, 1, 1)), dtype=np.float64).sum(axis=0)
    margins = together.sum(axis=0)
    expected = (np.outer(margins, margins) - np.diagflat(margins)) / (margins.sum() - 1)
    before = np.concatenate(([0.0], np.cumsum(margins)))
    at = np.arange(size)
    low, high = np.minimum(at[:, None], at[None, :]), np.maximum(at[:, None], at[None, :])
    distance = (before[high + 1] - before[low] - (margins[low] + margins[high]) / 2) ** 2
    return 1 - (together * distance).sum() / (expected * distance).sum()


def alpha_of_ratings(by_rater):
    domain = np.unique(by_rater[~np.isnan(by_rater)])
    return alpha_of_counts(counts_of(by_rater, domain))


def kappa(first, second):
    """A table of pairs, the one expected by chance, and a table of weights."""
    domain = np.unique(np.concatenate((first, second)))
    size = len(domain)
    places = np.searchsorted(domain, first) * size + np.searchsorted(domain, second)
    table = np.bincount(places, minlength=size * size).reshape((size, size)) / len(first)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    lack = (domain[:, None] - domain[None, :]).astype(np.float64) ** 2
    return 1 - (table * lack).sum() / (expected * lack).sum()


def stand_in(work, peer, run, **options):
    timed(work, peer, by, run, stand_in=True, **options)


for name in ("A1", "A2"):
    by_rater = np.ascontiguousarray(ratings(name).T)
    counts = counts_of(by_rater, np.unique(by_rater[~np.isnan(by_rater)]))
    stand_in("alpha " + name, "krippendorff, from ratings", lambda: alpha_of_ratings(by_rater))
    stand_in("alpha " + name, "krippendorff, from counts", lambda: alpha_of_counts(counts))

# A tenth of the replicates: each costs the same. `by_rater` and `counts` are those of A2.
draws = drawn(1_000, 100)
stand_in("bootstrap A2", "krippendorff, from ratings",
         lambda: max(alpha_of_ratings(by_rater[:, draw]) for draw in draws), times=10)
stand_in("bootstrap A2", "krippendorff, from counts",
         lambda: max(alpha_of_counts(counts[draw]) for draw in draws), times=10)

pairs = scores("K1")
left, right = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
stand_in("weighted kappa K1", "statsmodels", lambda: kappa(left, right))
finish()
