"""The tables and views of a study file, and the steps from older formats to this one. Explained in docs/study.md.

Names of views are the names of the tables that the commands write, with their columns. Ids of rows below a document
are the document's id times SPAN plus the place of the row, so they do not depend on the order of work.
"""

from __future__ import annotations

import re

APPLICATION = 0x646A7478  # "djtx" at byte 68 of the file
FORMAT = 2
SPAN = 10_000_000  # rows of one kind that one document may have

TABLES = """
CREATE TABLE study (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  named TEXT NOT NULL
);
CREATE TABLE input (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source(id),
  place INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  context TEXT NOT NULL,
  settings TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX input_place ON input(source_id, place);
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  input_id INTEGER NOT NULL REFERENCES input(id),
  n INTEGER NOT NULL,
  doc TEXT NOT NULL,
  member TEXT NOT NULL,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  source TEXT NOT NULL,
  author TEXT NOT NULL,
  meta TEXT NOT NULL,
  flags TEXT NOT NULL,
  digest TEXT NOT NULL,
  marks TEXT NOT NULL,
  chars INTEGER NOT NULL,
  hanzi INTEGER NOT NULL,
  text_sha256 TEXT NOT NULL,
  rows_sha256 TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX document_input ON document(input_id, n);
CREATE INDEX document_doc ON document(doc);
CREATE INDEX document_text ON document(text_sha256);
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  input_id INTEGER NOT NULL REFERENCES input(id),
  n INTEGER NOT NULL,
  document_id INTEGER REFERENCES document(id),
  doc TEXT NOT NULL,
  status TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  replaced INTEGER NOT NULL,
  chars_read INTEGER NOT NULL,
  chars_kept INTEGER NOT NULL,
  policy INTEGER NOT NULL
);
CREATE INDEX outcome_input ON outcome(input_id, n);
CREATE INDEX outcome_document ON outcome(document_id);
CREATE TABLE codebook (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE
);
CREATE TABLE theme (
  id INTEGER PRIMARY KEY,
  codebook_id INTEGER NOT NULL REFERENCES codebook(id),
  place INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  label_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  definition TEXT NOT NULL
);
CREATE INDEX theme_codebook ON theme(codebook_id, place);
CREATE TABLE passage (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  role TEXT NOT NULL,
  section TEXT NOT NULL,
  confidence REAL NOT NULL,
  themes TEXT NOT NULL,
  concreteness REAL
);
CREATE INDEX passage_document ON passage(document_id);
CREATE TABLE sentence (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  passage_id INTEGER REFERENCES passage(id),
  para INTEGER NOT NULL,
  n INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,
  level INTEGER NOT NULL,
  section TEXT NOT NULL,
  role TEXT NOT NULL,
  confidence REAL NOT NULL,
  second TEXT NOT NULL,
  themes TEXT NOT NULL,
  inferred TEXT NOT NULL,
  mentions TEXT NOT NULL
);
CREATE INDEX sentence_document ON sentence(document_id);
CREATE INDEX sentence_passage ON sentence(passage_id);
CREATE TABLE link (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  problem_id INTEGER NOT NULL REFERENCES passage(id),
  remedy_id INTEGER NOT NULL REFERENCES passage(id),
  rule TEXT NOT NULL,
  score REAL NOT NULL
);
CREATE INDEX link_document ON link(document_id);
CREATE INDEX link_problem ON link(problem_id);
CREATE INDEX link_remedy ON link(remedy_id);
CREATE TABLE hit (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  theme_id INTEGER NOT NULL REFERENCES theme(id),
  pattern TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  stance TEXT NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  heading INTEGER NOT NULL
);
CREATE INDEX hit_document ON hit(document_id);
CREATE INDEX hit_theme ON hit(theme_id);
CREATE TABLE theme_count (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  theme_id INTEGER NOT NULL REFERENCES theme(id),
  hits INTEGER NOT NULL,
  as_problem INTEGER NOT NULL,
  as_remedy INTEGER NOT NULL,
  example_score REAL NOT NULL,
  example_start INTEGER NOT NULL,
  example_end INTEGER NOT NULL,
  mark_start INTEGER NOT NULL,
  mark_end INTEGER NOT NULL
);
CREATE INDEX theme_count_document ON theme_count(document_id);
CREATE INDEX theme_count_theme ON theme_count(theme_id);
CREATE TABLE profile (
  id INTEGER PRIMARY KEY,
  about TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  data BLOB NOT NULL
);
CREATE VIRTUAL TABLE document_fts USING fts5(bigrams, content='', columnsize=0, tokenize='ascii');
"""


def _words(column: str) -> str:
    """SQL for a JSON array of keys as words with spaces between."""
    return f"""replace(replace(replace(replace({column}, '["', ''), '"]', ''), '","', ' '), '[]', '')"""


VIEWS = f"""
CREATE VIEW documents AS
SELECT d.id, d.doc, i.path, d.title, d.date, d.source, d.author, d.meta, d.flags, o.status, o.format, o.encoding,
  d.chars, d.hanzi, i.gone, d.digest, d.text
FROM document d JOIN input i ON i.id = d.input_id LEFT JOIN outcome o ON o.document_id = d.id
ORDER BY i.source_id, i.place, d.n;
CREATE VIEW ledger AS
SELECT o.id, i.path, o.doc, o.status, o.code, o.detail, o.format, o.encoding, o.replaced, o.chars_read, o.chars_kept,
  i.gone
FROM outcome o JOIN input i ON i.id = o.input_id
ORDER BY i.source_id, i.place, o.n;
CREATE VIEW themes AS
WITH total AS (SELECT count(*) AS docs, sum(hanzi) AS hanzi FROM document),
spread AS (
  SELECT c.theme_id, sum(c.hits) AS hits, count(*) AS docs, sum(c.as_problem) AS as_problem,
    sum(c.as_remedy) AS as_remedy, min(nullif(d.date, '')) AS first, max(nullif(d.date, '')) AS last
  FROM theme_count c JOIN document d ON d.id = c.document_id GROUP BY c.theme_id),
uneven AS (
  SELECT c.theme_id, sum(abs(1.0 * c.hits / s.hits - 1.0 * d.hanzi / t.hanzi)) AS within,
    sum(1.0 * d.hanzi / t.hanzi) AS share
  FROM theme_count c JOIN document d ON d.id = c.document_id JOIN spread s ON s.theme_id = c.theme_id, total t
  GROUP BY c.theme_id),
best AS (
  SELECT c.theme_id, d.doc, substr(d.text, c.example_start + 1, c.example_end - c.example_start) AS example,
    row_number() OVER (PARTITION BY c.theme_id ORDER BY c.example_score, i.source_id, i.place, d.n) AS rank
  FROM theme_count c JOIN document d ON d.id = c.document_id JOIN input i ON i.id = d.input_id)
SELECT m.key AS theme, m.label, s.hits, s.docs, round(1.0 * s.docs / t.docs, 4) AS doc_share,
  round(s.hits * 10000.0 / nullif(t.hanzi, 0), 4) AS per_10k, round((u.within + 1 - u.share) / 2, 4) AS dp,
  s.as_problem, s.as_remedy, coalesce(s.first, '') AS first, coalesce(s.last, '') AS last, b.example,
  b.doc AS example_doc
FROM spread s JOIN theme m ON m.id = s.theme_id JOIN uneven u ON u.theme_id = s.theme_id
  JOIN best b ON b.theme_id = s.theme_id AND b.rank = 1, total t
ORDER BY s.hits DESC, s.docs DESC, m.place;
CREATE VIEW themes_by_doc AS
SELECT d.doc, d.title, d.date, m.key AS theme, m.label, c.hits, c.as_problem, c.as_remedy,
  round(c.hits * 10000.0 / nullif(d.hanzi, 0), 4) AS per_10k
FROM theme_count c JOIN document d ON d.id = c.document_id JOIN theme m ON m.id = c.theme_id
ORDER BY c.id;
CREATE VIEW hits AS
SELECT d.doc, m.key AS theme, h.pattern, substr(d.text, h.start + 1, h."end" - h.start) AS text, h.start, h."end",
  h.stance, substr(d.text, h.sentence_start + 1, h.sentence_end - h.sentence_start) AS sentence
FROM hit h JOIN document d ON d.id = h.document_id JOIN theme m ON m.id = h.theme_id
ORDER BY h.id;
CREATE VIEW sentences AS
SELECT d.doc, s.para, s.n, s.start, s."end", s.kind, s.level, s.section,
  substr(d.text, s.start + 1, s."end" - s.start) AS text, s.role, s.confidence, s.second,
  {_words("s.themes")} AS themes, {_words("s.inferred")} AS inferred, {_words("s.mentions")} AS mentions
FROM sentence s JOIN document d ON d.id = s.document_id
ORDER BY s.id;
CREATE VIEW passages AS
SELECT d.doc, min(s.para) AS para, min(s.n) AS n, p.start, p."end", 'passage' AS kind, s.level, p.section,
  substr(d.text, p.start + 1, p."end" - p.start) AS text, p.role, p.confidence, '' AS second,
  {_words("p.themes")} AS themes, count(*) AS sentences, p.concreteness
FROM passage p JOIN document d ON d.id = p.document_id JOIN sentence s ON s.passage_id = p.id
GROUP BY p.id
ORDER BY p.id;
CREATE VIEW pairs AS
SELECT d.doc, substr(d.text, a.start + 1, a."end" - a.start) AS problem, a.start AS problem_start,
  a."end" AS problem_end, substr(d.text, b.start + 1, b."end" - b.start) AS remedy, b.start AS remedy_start,
  b."end" AS remedy_end, l.rule, l.score, a.role AS problem_role, b.concreteness
FROM link l JOIN document d ON d.id = l.document_id JOIN passage a ON a.id = l.problem_id
  JOIN passage b ON b.id = l.remedy_id
ORDER BY l.id;
"""  # noqa: S608 - nothing in it comes from outside

SCHEMA = TABLES + VIEWS

# From each older format, the statements that make it the next one. Views are made anew after them.
MIGRATIONS: dict[int, str] = {
    1: """CREATE TABLE profile (
  id INTEGER PRIMARY KEY,
  about TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  data BLOB NOT NULL
)""",
}

# Tables whose rows belong to one document, in the order in which they can be emptied.
OF_DOCUMENT = ("link", "hit", "theme_count", "sentence", "passage")


def objects(script: str = SCHEMA) -> dict[str, str]:
    """The tables, indexes and views of a script: name → statement.

    >>> objects("CREATE TABLE a (b);\\nCREATE INDEX c ON a(b);")
    {'a': 'CREATE TABLE a (b)', 'c': 'CREATE INDEX c ON a(b)'}
    """
    found = {}
    for statement in (part.strip() for part in script.split(";\n")):
        match = re.match(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX|VIEW) (\w+)", statement)
        if match:
            found[match.group(1)] = statement.removesuffix(";")
    return found
