import random
import sys
import time

from sharewell.recovery import Instance, Option, smallest_packet


def instances(count, seed=7, weeks=None, per_week=None):
    rng = random.Random(seed)
    standards = [f"S{i:02d}" for i in range(30)]
    for k in range(count):
        needs = {s: rng.randint(0, 3) for s in standards}
        options = []
        for i in range(48):
            evidence = {s: rng.randint(1, 2) for s in rng.sample(standards, rng.randint(1, 3))}
            group = f"g{rng.randrange(4)}" if i >= 40 else None
            options.append(Option(f"t{i:02d}", rng.randint(10, 60), evidence, group))
        pre = (
            tuple(
                (standards[i], standards[j])
                for i in range(30)
                for j in range(i + 1, 30)
                if rng.random() < 0.05
            )
            if weeks
            else ()
        )
        yield Instance(f"L{k}", needs, tuple(options), {}, pre, per_week, weeks)


if __name__ == "__main__":
    n = int(sys.argv[1])
    kw = {}
    if len(sys.argv) > 2:
        kw = dict(weeks=int(sys.argv[2]), per_week=int(sys.argv[3]))
    data = list(instances(n, **kw))
    smallest_packet(next(instances(1, seed=1, **kw)))
    t0 = time.process_time()
    took = []
    proved = 0
    tot = 0
    att = 0
    for d in data:
        t = time.process_time()
        p = smallest_packet(d)
        took.append(time.process_time() - t)
        proved += p.proved
        tot += p.minutes
        att += len(p.attains)
    took.sort()
    print(
        n,
        "cpu",
        round(sum(took), 3),
        "median ms",
        1e3 * took[n // 2],
        "p99",
        1e3 * took[int(n * 0.99)],
        "max",
        1e3 * took[-1],
        "proved",
        proved,
        "minutes",
        tot / n,
        "attained",
        att / n,
    )
