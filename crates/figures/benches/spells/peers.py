"""DuckDB beside our own count of spells, in turn, on the same spells: seconds, check sums and ratios of one run.

    python3 crates/figures/benches/spells/peers.py [SPELLS] [TIMES]

Packages come from PyPI into target/peers the first time. `made.rs` makes the same spells; a test holds its sums.
"""
import os, re, subprocess, sys, time, venv

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../../.."))
HOME = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "peers")
PACKAGES = ["numpy", "pyarrow", "duckdb"]
if sys.prefix != HOME:
    python = os.path.join(HOME, "bin", "python")
    if not os.path.exists(os.path.join(HOME, "ready")):
        venv.create(HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        open(os.path.join(HOME, "ready"), "w").close()
    os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SPELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
TIMES = int(sys.argv[2]) if len(sys.argv) > 2 else 3
FIRST, LAST = 16436, 20088
Q64 = [1,2,3,4,5,6,7,8,9,10,11,13,14,15,16,18,19,20,22,23,25,26,28,29,31,32,34,36,38,39,41,43,45,47,49,52,54,56,59,61,64,
       67,70,73,76,79,83,86,90,95,99,104,109,115,121,128,136,145,156,168,184,204,237,311]
MEAN = [170,60,420,380,300,110,700,800,350,300,1500,2400,900,200,150,90,45,365,240,500]
SHARE = [190,5,90,80,70,230,20,25,25,8,35,20,8,40,4,25,60,25,30,10]

def mix(z):
    z = z + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))

def spells(n):
    at = np.arange(n, dtype=np.uint64)
    drawn = lambda field: mix(np.uint64(20170101) + at * np.uint64(8) + np.uint64(field))
    pick = lambda sums, values: np.searchsorted(sums, values.astype(np.int64), side="right")
    weights = [1_000_000 // (k + 8) for k in range(98)]
    places = np.cumsum([w * 1_000_000 // sum(weights) for w in weights])
    places[-1] = 1_000_000
    person = (drawn(0) % np.uint64(max(1, n // 4))).astype(np.uint32)
    home = pick(places, mix(person.astype(np.uint64) ^ np.uint64(0xA5A5A5A5)) % np.uint64(1_000_000))
    moved = drawn(1)
    muni = np.where(moved % np.uint64(100) < 3, (moved >> np.uint64(32)) % np.uint64(98), home.astype(np.uint64))
    benefit = pick(np.cumsum(SHARE), drawn(2) % np.uint64(1000))
    start = FIRST + (drawn(3) % np.uint64(LAST - FIRST + 1)).astype(np.int64)
    days = np.array(MEAN)[benefit] * np.array(Q64)[(drawn(4) % np.uint64(64)).astype(np.int64)] // 64
    end = start + np.maximum(1, days) - 1
    day = lambda values, mask=None: pa.array(values.astype(np.int32), mask=mask).cast(pa.date32())
    return pa.table({"person": person, "benefit": benefit.astype(np.uint8), "muni": muni.astype(np.uint8),
                     "start": day(start), "end": day(end, end > LAST)})

# A spell is two events in its cell: the best form in SQL that was found.
DIFFERENCE = """
WITH s AS (SELECT muni, benefit, start, least(coalesce("end", DATE '2024-12-31'), DATE '2024-12-31') AS e FROM spells),
ev AS (
  SELECT muni, benefit, date_trunc('month', start) AS ms, SUM(-(day(start) - 1)) AS part, COUNT(*) AS d FROM s GROUP BY ALL
  UNION ALL
  SELECT muni, benefit, date_trunc('month', e) AS ms, SUM(-(day(last_day(e)) - day(e))) AS part, 0 AS d FROM s GROUP BY ALL
  UNION ALL
  SELECT muni, benefit, CAST(date_trunc('month', e) + INTERVAL 1 MONTH AS DATE) AS ms, 0 AS part, -COUNT(*) AS d FROM s GROUP BY ALL),
cell AS (SELECT muni, benefit, CAST(ms AS DATE) AS ms, SUM(part) AS part, SUM(d) AS d FROM ev GROUP BY ALL),
grid AS (SELECT mb.muni, mb.benefit, CAST(g AS DATE) AS ms FROM (SELECT DISTINCT muni, benefit FROM cell) mb,
         generate_series(DATE '2015-01-01', DATE '2024-12-01', INTERVAL 1 MONTH) t(g))
SELECT muni, benefit, ms AS month, days, days / day(last_day(ms)) AS fulltime FROM (
  SELECT g.muni, g.benefit, g.ms,
         SUM(coalesce(c.d, 0)) OVER (PARTITION BY g.muni, g.benefit ORDER BY g.ms) * day(last_day(g.ms)) + coalesce(c.part, 0) AS days
  FROM grid g LEFT JOIN cell c USING (muni, benefit, ms)) WHERE days <> 0
"""
# The form everybody writes.
JOIN = """
WITH m AS (SELECT CAST(d AS DATE) AS ms, CAST(d + INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE) AS me
           FROM generate_series(DATE '2015-01-01', DATE '2024-12-01', INTERVAL 1 MONTH) t(d))
SELECT s.muni, s.benefit, m.ms AS month,
       SUM(date_diff('day', greatest(s.start, m.ms), least(coalesce(s."end", DATE '9999-12-31'), m.me)) + 1) AS days,
       SUM(date_diff('day', greatest(s.start, m.ms), least(coalesce(s."end", DATE '9999-12-31'), m.me)) + 1)
         / (date_diff('day', m.ms, m.me) + 1) AS fulltime
FROM spells s JOIN m ON s.start <= m.me AND coalesce(s."end", DATE '9999-12-31') >= m.ms
GROUP BY s.muni, s.benefit, m.ms, m.me
"""
PERSONS = """
WITH x AS (SELECT person, muni, benefit, start,
       unnest(range(0, CAST(date_diff('month', start, least(coalesce("end", DATE '2024-12-31'), DATE '2024-12-31')) AS BIGINT) + 1)) AS k
  FROM spells)
SELECT muni, benefit, CAST(date_trunc('month', start) + to_months(CAST(k AS INTEGER)) AS DATE) AS month,
       COUNT(DISTINCT person) AS persons
FROM x GROUP BY ALL
"""
COURSES = """
WITH a AS (SELECT person, benefit, start, coalesce("end", DATE '9999-12-31') AS e,
   max(coalesce("end", DATE '9999-12-31')) OVER (PARTITION BY person, benefit
     ORDER BY start, coalesce("end", DATE '9999-12-31') ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS pe FROM spells),
b AS (SELECT *, CASE WHEN pe IS NULL OR (year(start)*12+month(start)) - (year(pe + 1)*12+month(pe + 1))
                          - (CASE WHEN day(pe + 1) = 1 THEN 0 ELSE 1 END) >= 1 THEN 1 ELSE 0 END AS nw
      FROM (SELECT person, benefit, start, e, CASE WHEN pe = DATE '9999-12-31' THEN DATE '9999-12-30' ELSE pe END AS pe FROM a)),
c AS (SELECT *, SUM(nw) OVER (PARTITION BY person, benefit ORDER BY start, e ROWS UNBOUNDED PRECEDING) AS g FROM b)
SELECT benefit, count(*) AS courses, sum(CASE WHEN e < DATE '9999-12-31' THEN date_diff('day', s0, e) + 1 END) AS days FROM (
  SELECT person, benefit, g, min(start) AS s0, max(e) AS e FROM c GROUP BY person, benefit, g) GROUP BY benefit
"""

def ours():
    run = subprocess.run(["cargo", "bench", "-q", "-p", "medspiller-figures", "--bench", "spells", "--", str(SPELLS), str(TIMES)],
                         cwd=ROOT, check=True, capture_output=True, text=True).stdout
    print(run, flush=True)
    took = lambda name: tuple(map(float, re.search(rf"^{name}: ([0-9.]+) s \(computed ([0-9.]+) s", run, re.M).groups()))
    return took("full-time persons"), took("persons and courses")

def duck(name, query):
    """The least of some turns: on the wall, and computed by both threads together."""
    walls, computed = [], []
    for _ in range(TIMES):
        began, spent = time.perf_counter(), time.process_time()
        rows = connection.sql(query).to_arrow_table()
        walls.append(time.perf_counter() - began)
        computed.append(time.process_time() - spent)
    counted = [c for c in rows.column_names if c not in ("muni", "benefit", "month")]
    print(f"DuckDB {duckdb.__version__}, {name}: {min(walls):.3f} s (computed {min(computed):.3f} s); {rows.num_rows} rows, "
          + ", ".join(f"{c} {pc.sum(rows[c]).as_py()}" for c in counted), flush=True)
    return min(walls), min(computed)

before = ours()
made = spells(SPELLS)
connection = duckdb.connect()
connection.execute("SET threads=2")
connection.execute("CREATE TABLE spells AS SELECT * FROM made")
del made
difference, join = duck("difference form", DIFFERENCE), duck("month join", JOIN)
between = ours()
persons, courses = duck("persons", PERSONS), duck("courses", COURSES)
after = ours()
together = tuple(a + b for a, b in zip(persons, courses))
for name, theirs, index, turns in [("full-time persons, best form", difference, 0, (before, between)),
                                   ("full-time persons, month join", join, 0, (before, between)),
                                   ("persons and courses", together, 1, (between, after))]:
    for clock, of in (("on the wall", 0), ("computed", 1)):
        own = [turn[index][of] for turn in turns]
        print(f"{name}, {clock}: {theirs[of] / max(own):.0f} to {theirs[of] / min(own):.0f} times")
