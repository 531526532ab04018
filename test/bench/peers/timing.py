"""What the peers' scripts share: reading the sets, timing, and one JSON line with what was found."""

import json
import os
import sys
import time

# One thread, as ours is timed. Set before numpy is imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402

folder = sys.argv[1]
sizes = {"A1": (10_000, 100), "A2": (1_000, 10), "F1": (10_000, 20), "K1": (1_000_000, 2), "I1": (10_000, 20)}
found = []


def scores(name):
    """Units by raters, 0 where there is none."""
    return np.fromfile(os.path.join(folder, name + ".bin"), dtype=np.int8).reshape(sizes[name])


def measures(name):
    return np.fromfile(os.path.join(folder, name + ".bin"), dtype=np.float64).reshape(sizes[name])


def ratings(name):
    """As the packages take them: NaN where there is none."""
    values = scores(name).astype(np.float64)
    values[values == 0] = np.nan
    return values


def drawn(units, replicates):
    """Which units each replicate draws."""
    every = np.fromfile(os.path.join(folder, "B2.bin"), dtype=np.int32)
    return every.reshape((-1, units))[:replicates]


def timed(work, peer, by, run, repetitions=5, times=1, stand_in=False, warm_up=True):
    """
    Keeps the milliseconds of each run, `times` over where only a part of the work is done, and the value of the last.
    What fails is told, not hidden.
    """
    entry = {"work": work, "peer": peer, "by": by, "standIn": stand_in}
    try:
        if warm_up:
            run()
        runs = []
        for _ in range(repetitions):
            begun = time.perf_counter()
            value = run()
            runs.append((time.perf_counter() - begun) * 1000 * times)
        found.append({**entry, "ms": runs, "value": float(value)})
    except Exception as error:  # noqa: BLE001
        found.append({**entry, "error": f"{type(error).__name__}: {error}"})


def finish():
    print(json.dumps(found))
