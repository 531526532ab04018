"""The Python packages that are installed, called as their documentation shows."""

from importlib import import_module

from timing import drawn, finish, found, measures, np, ratings, scores, timed


def package(name, works, measure):
    """Measures a package, or says that it is not there."""
    try:
        module = import_module(name)
    except ImportError:
        found.extend({"work": work, "peer": peer, "missing": True} for work, peer in works)
        return
    measure(f"{name} {getattr(module, '__version__', '')}")


def krippendorff(by):
    from krippendorff import alpha
    for name in ("A1", "A2"):
        by_rater = np.ascontiguousarray(ratings(name).T)
        domain = np.unique(by_rater[~np.isnan(by_rater)])
        counts = (by_rater.T[..., np.newaxis] == domain).sum(axis=1)
        timed("alpha " + name, "krippendorff, from ratings", by,
              lambda: alpha(reliability_data=by_rater, level_of_measurement="ordinal"))
        timed("alpha " + name, "krippendorff, from counts", by,
              lambda: alpha(value_counts=counts, level_of_measurement="ordinal"))
    # A tenth of the replicates: each costs the same. What follows is of A2.
    draws = drawn(1_000, 100)
    timed("bootstrap A2", "krippendorff, from ratings", by,
          lambda: max(alpha(reliability_data=by_rater[:, draw], level_of_measurement="ordinal") for draw in draws),
          times=10)
    timed("bootstrap A2", "krippendorff, from counts", by,
          lambda: max(alpha(value_counts=counts[draw], level_of_measurement="ordinal") for draw in draws),
          times=10)


def statsmodels(by):
    from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table
    pairs, panel = scores("K1"), scores("F1")
    timed("weighted kappa K1", "statsmodels", by,
          lambda: cohens_kappa(to_table(pairs)[0], wt="quadratic").kappa)
    timed("Fleiss F1", "statsmodels", by, lambda: fleiss_kappa(aggregate_raters(panel)[0]))


def sklearn(by):
    from sklearn.metrics import cohen_kappa_score
    pairs = scores("K1")
    first, second = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    timed("weighted kappa K1", "scikit-learn", by,
          lambda: cohen_kappa_score(first, second, weights="quadratic"), repetitions=3)


def pingouin(by):
    import pandas
    from pingouin import intraclass_corr
    values = measures("I1")
    long = pandas.DataFrame({
        "unit": np.repeat(np.arange(values.shape[0]), values.shape[1]),
        "rater": np.tile(np.arange(values.shape[1]), values.shape[0]),
        "score": values.ravel(),
    })
    # About a minute: once is enough.
    timed("ICC(2,1) I1", "pingouin", by,
          lambda: intraclass_corr(long, targets="unit", raters="rater", ratings="score")["ICC"].iloc[1],
          repetitions=1, warm_up=False)


alphas = [("alpha A1", "krippendorff, from ratings"), ("alpha A1", "krippendorff, from counts"),
          ("alpha A2", "krippendorff, from ratings"), ("alpha A2", "krippendorff, from counts"),
          ("bootstrap A2", "krippendorff, from ratings"), ("bootstrap A2", "krippendorff, from counts")]
package("krippendorff", alphas, krippendorff)
package("statsmodels", [("weighted kappa K1", "statsmodels"), ("Fleiss F1", "statsmodels")], statsmodels)
package("sklearn", [("weighted kappa K1", "scikit-learn")], sklearn)
package("pingouin", [("ICC(2,1) I1", "pingouin")], pingouin)
finish()
