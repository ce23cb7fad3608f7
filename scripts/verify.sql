-- 用 DuckDB 核验一次抽取 / Verify one draw with DuckDB (protocol sunlot/1), from nothing but the files of its folder.
--
--   cd 2026-001
--   duckdb -f ../verify.sql             (DuckDB 1.3 or later)
--
-- From elsewhere, or in Python: first run  SET VARIABLE folder = 'path/to/2026-001';  then this file. Only so does it
-- know the folder's name, which has to be the draw's id. The last row is the verdict: `agrees`, or
-- `refused: <stage>: <code>: <what>` for the first failure, stages and codes in the order of the protocol, section 12.
--
-- What it does not judge, and says so in the last row: whether the random value is authentic (drand's signature, the
-- attested lottery or document), SM3, receipts, links. `verify.py` judges these.
--
-- Every file is read as bytes. A list is cut at line feeds and matched against a pattern: nothing is guessed.

-- Nothing is kept (ROLLBACK ends it). If one statement fails, all is lost: rather no verdict than a wrong one.
BEGIN TRANSACTION;

SET VARIABLE folder = coalesce(
    nullif(rtrim(regexp_replace(replace(getvariable('folder'), '\', '/'), '^\./', ''), '/'), ''), '.');
SET VARIABLE stage = '(targets|teams(-([2-9]|[1-9][0-9]{1,8}))?|(substitutes|relief)-[1-9][0-9]{0,8})';
SET VARIABLE below = CASE getvariable('folder') WHEN '.' THEN '' ELSE getvariable('folder') || '/' END;
-- drand quicknet (section 4)
SET VARIABLE quicknet = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971';
SET VARIABLE genesis = 1692803367;
SET VARIABLE period = 3;

-- The codes in their order, the stages that each is about, the document without which there is nothing to judge.
CREATE TEMP TABLE codes(place, code, stages, needs, zh, en) AS VALUES
    ( 1, 'malformed', '.*', 'freeze', '文件的写法、键、排序、重复', 'how files are written: syntax, keys, sorting, duplicates'),
    ( 2, 'files', '.*', 'freeze', '文件齐全，没有多余', 'files: none missing, none extra'),
    ( 3, 'names', '.*', 'freeze', '单位、编号、环节的名称', 'names of authority, draw and stage'),
    ( 4, 'chain', '.*', 'freeze', '文件之间的摘要首尾相连', 'digests that chain the documents'),
    ( 5, 'task', '.*', 'freeze', '抽查任务的摘要', 'digest of the task'),
    ( 6, 'inputs', '.*', 'freeze', '名单的摘要和行数', 'digests and row counts of the lists'),
    ( 7, 'time', '.*', 'freeze', '先后、提前量、期号', 'order in time, lead, round'),
    ( 8, 'beacon', '.*', 'beacon', '随机数的来源和期号（不含签名）', 'source and round of the value (not its signature)'),
    ( 9, 'seed', '.*', 'outcome', '种子', 'seed'),
    (10, 'strata', 'targets', 'freeze', '各层户数和抽取数', 'size and take of each stratum'),
    (11, 'selected', 'targets', 'outcome', '选出的对象、签号、名次', 'selected targets, tickets, ranks'),
    (12, 'recusals', 'teams.*', 'outcome', '回避登记的公开', 'openings of recusals'),
    (13, 'teams', '(teams|relief).*', 'freeze', '检查组', 'teams'),
    (14, 'vacancies', '(substitutes|relief).*', 'freeze', '空缺', 'vacancies'),
    (15, 'replacements', 'substitutes.*', 'outcome', '递补的对象', 'targets that stepped in'),
    (16, 'reliefs', 'relief.*', 'outcome', '接替的人员', 'inspectors who stepped in'),
    (17, 'void', '.*', 'void', '作废的理由、说明、批准人', 'reason, explanation and approvers of voids');

-- Every rule below enters what breaks it. `view`: see "What counts"; NULL where the rule is the same in each.
CREATE TEMP TABLE failures(stage VARCHAR, view INTEGER, code VARCHAR, what VARCHAR);


-- Files ---------------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE paths AS
SELECT file, path,
       CASE WHEN regexp_full_match(path, getvariable('stage') || '/.*') THEN split_part(path, '/', 1) END AS stage
FROM (SELECT file, regexp_replace(replace(file, '\', '/'), '^\./', '')[length(getvariable('below')) + 1:] AS path
      FROM glob(getvariable('below') || '**'));

-- Of these, the documents and lists, by name: no path that a document gives is ever opened.
SET VARIABLE read = (SELECT list(file) FROM paths WHERE path = 'task.yaml' OR regexp_full_match(path,
    getvariable('stage') || '/(freeze|beacon|outcome|void)\.json|targets/(roster|exclusions)\.csv'
    || '|teams/(inspectors|absences|recusals)\.csv'));
CREATE TEMP TABLE files AS
SELECT path, stage, sha256(content) AS digest, TRY(decode(content)) AS text
FROM read_blob(coalesce(getvariable('read'), error('there is no draw in this folder'))) JOIN paths ON file = filename;

CREATE TEMP TABLE named AS   -- the stages there are; a draw without `targets` fails at `targets`
SELECT DISTINCT stage FROM paths WHERE stage IS NOT NULL UNION SELECT 'targets';

INSERT INTO failures
SELECT coalesce(stage, 'targets'), NULL, 'files', path FROM paths
WHERE NOT regexp_full_match(path, 'task\.yaml|evidence/.*|' || getvariable('stage')
    || '/(freeze\.json|beacon\.json|outcome\.json|void\.json|freeze\.tsr|freeze\.tlog-proof|evidence/.*)'
    || '|targets/(roster|exclusions)\.csv|teams/(inspectors|absences|recusals)\.csv')
UNION ALL
SELECT stage, NULL, 'files', path FROM (
    SELECT 'targets', unnest(['task.yaml', 'targets/roster.csv', 'targets/exclusions.csv', 'teams/freeze.json'])
    UNION ALL SELECT 'teams', 'teams/' || unnest(['inspectors.csv', 'absences.csv', 'recusals.csv'])
    UNION ALL SELECT stage, stage || '/freeze.json' FROM named) AS required(stage, path)
WHERE path NOT IN (SELECT path FROM paths) AND (stage IN (FROM named)) AND NOT (path = 'teams/freeze.json' AND
    stage = 'targets' AND 'teams' IN (FROM named))
UNION ALL   -- beacon.json and outcome.json come together
SELECT stage, NULL, 'files', 'beacon.json, outcome.json' FROM paths
WHERE path IN (stage || '/beacon.json', stage || '/outcome.json') GROUP BY stage HAVING count(*) = 1
UNION ALL   -- no gap in the numbers: teams-3 needs teams-2
SELECT 'targets', NULL, 'files', stage FROM named
WHERE regexp_extract(stage, '[0-9]+$') NOT IN ('', '1') AND stage <> 'teams-2' AND
    regexp_replace(stage, '[0-9]+$', '') || (regexp_extract(stage, '[0-9]+$')::INTEGER - 1) NOT IN (FROM named);


-- How files are written -----------------------------------------------------------------------------------------------

-- A word stands for a pattern.
CREATE TEMP TABLE words(n, word, pattern) AS VALUES
    (1, '{', '\{'), (2, '}', '\}'), (3, '[', '\['), (4, ']', '\]'),
    (5, 'HEAD',    '"protocol":"TEXT","authority":"[a-z0-9-]+","draw":"[0-9]{4}-[0-9]{3}","stage":"STAGE"'),
    (6, 'FROZEN',  '"inputs":\{("TEXT":\{"count":INT,"sha256":"HEX","sm3":"HEX"\},?)*\},"lead":INT,"beacon":\{'
                   || '"source":"SOURCE","chain":"TEXT","time":"TIME","round":(INT|"TEXT")\},"frozen_at":"TIME"'),
    (7, 'OF',      '"of":\{"stage":"STAGE","outcome":(null|"HEX")\},"task":"HEX"'),
    (8, 'GROUPS',  '"groups":\[(\{"id":"NAME","role":"(officer|expert)","size":INT\},?)*\]'),
    (9, 'GONE',    '"withdrawn":\[(\{"inspector":"KEY","reason":"REASON"\},?)*\]'),
    (10, 'DRAWN',  '"freeze":"HEX","beacon":"HEX","seed":"HEX"'),
    (11, 'TICKET', '"out":"KEY","in":(null|"KEY"),"ticket":(null|"HEX")'),
    (12, 'TREE',   '"register":\{"tree":"([0-9a-f]{40}|[0-9a-f]{64})","as_of":"DATE"\}'),
    (13, 'RULE',   '\{("rate":"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?"|"count":[1-9][0-9]{0,15})\}'),
    (14, 'SOURCE', '(drand|lottery|document|date)'),
    (15, 'STAGE',  '(targets|teams(-([2-9]|[1-9][0-9]+))?|(substitutes|relief)-[1-9][0-9]*)'),
    (16, 'KEY',    '(~HEX|PLAIN)'),
    (17, 'PLAIN',  '[!#-&(-+\--\[\]-{}][!#-&(-+\--\[\]-{}~]*'),  -- no space, comma, quote, backslash, |; no ~ first
    (18, 'NAME',   '[A-Za-z][!#-&(-+\--\[\]-{}~]*'),
    (19, 'REASON', '[a-z_]+'),
    (20, 'HEX',    '[0-9a-f]{64}'),
    (21, 'INT',    '(0|[1-9][0-9]{0,14}|[1-8][0-9]{15}|900[0-6][0-9]{12}|90070[0-9]{11}|90071[0-8][0-9]{10}|900719[0-8][0-9]{9}|9007199[0-1][0-9]{8}|90071992[0-4][0-9]{7}|900719925[0-3][0-9]{6}'
                   || '|9007199254[0-6][0-9]{5}|90071992547[0-3][0-9]{4}|9007199254740[0-8][0-9]{2}|90071992547409[0-8][0-9]|9007199254740990|9007199254740991)'),  -- 0 … 2^53−1
    (22, 'TIME',   '[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z'),
    (23, 'DATE',   '[0-9]{4}-[0-9]{2}-[0-9]{2}'),
    (24, 'PREFIX', '[0-9]{2}([0-9]{2}){0,2}'),
    (25, 'DIGIT',  '[0-9]'),
    (26, 'TEXT',   '([^"\\]|\\.)*');

-- A document as one line of JSON, and a line of a list (sections 3, 6–8).
CREATE TEMP TABLE shapes(path, header, shape) AS VALUES
    ('targets/freeze.json', NULL, '{HEAD,"previous":(null|"HEX"),"task":"HEX",TREE,'
        || '"strata":{("NAME":{"rule":RULE,"size":INT,"take":INT},?)*},FROZEN}'),
    ('teams/freeze.json', NULL, '{HEAD,"previous":(null|"HEX"),OF,TREE,GROUPS,FROZEN}'),
    ('teams-%/freeze.json', NULL,
        '{HEAD,"previous":(null|"HEX"),OF,GROUPS,GONE,"repeats":(null|{"stage":"STAGE","void":"HEX"}),FROZEN}'),
    ('substitutes-%/freeze.json', NULL, '{HEAD,"previous":(null|"HEX"),OF,'
        || '"vacancies":[({"target":"KEY","reason":"REASON","evidence":(null|"HEX")},?)*],FROZEN}'),
    ('relief-%/freeze.json', NULL, '{HEAD,"previous":(null|"HEX"),OF,"vacancies":[({"target":"KEY","group":"NAME",'
        || '"inspector":"KEY","reason":"REASON","evidence":(null|"HEX")},?)*],GONE,FROZEN}'),
    ('%/beacon.json', NULL, '{"source":"SOURCE","chain":"TEXT","round":(INT|"TEXT"),"signature":"TEXT"}'),
    ('targets/outcome.json', NULL,
        '{HEAD,DRAWN,"selected":[({"rank":INT,"key":"KEY","stratum":"NAME","ticket":"HEX"},?)*]}'),
    ('teams%/outcome.json', NULL, '{HEAD,DRAWN,"teams":[({"target":"KEY","group":"NAME","members":[("KEY",?)*]},?)*],'
        || '"recusals":[({"target":"KEY","salt":"HEX","inspectors":[("KEY",?)*]},?)*]}'),
    ('substitutes-%/outcome.json', NULL, '{HEAD,DRAWN,"replacements":[({TICKET},?)*]}'),
    ('relief-%/outcome.json', NULL, '{HEAD,DRAWN,"reliefs":[({"target":"KEY","group":"NAME",TICKET},?)*]}'),
    ('%/void.json', NULL, '{HEAD,"freeze":"HEX","reason":"REASON","explanation":"TEXT","approved_by":[("TEXT",?)*],'
        || '"voided_at":"TIME"}'),
    ('targets/roster.csv', 'key,stratum,division',
        'PLAIN,NAME,DIGITDIGITDIGITDIGITDIGITDIGIT|~HEX,NAME,DIGITDIGIT'),
    ('targets/exclusions.csv', 'key,reason', 'KEY,REASON'),
    ('teams/inspectors.csv', 'key,group,divisions', 'KEY,NAME,PREFIX( PREFIX)*'),
    ('teams/absences.csv', 'key,reason', 'KEY,(unavailable|certificate|exam|field|area|suspended|left)'),
    ('teams/recusals.csv', 'target,digest', 'KEY,HEX');

CREATE TEMP TABLE patterns AS   -- the shapes with every word replaced by its pattern, one after the other
WITH RECURSIVE expanded AS (
    SELECT path, header, shape AS pattern, 1 AS n FROM shapes
    UNION ALL
    SELECT path, header, replace(e.pattern, word, w.pattern), n + 1 FROM expanded AS e JOIN words AS w USING (n))
SELECT path, header, pattern FROM expanded WHERE n = (SELECT count(*) + 1 FROM words);

-- JSON as the protocol writes it: two spaces of indent (DuckDB writes four), one final newline.
CREATE TEMP MACRO canonical(json) AS array_to_string(
    [repeat(' ', (length(line) - length(ltrim(line, ' '))) // 2) || ltrim(line, ' ')
     for line in string_split(json_pretty(json), chr(10))], chr(10)) || chr(10);
CREATE TEMP MACRO sorted(list) AS list = list_sort(list_distinct(list));
CREATE TEMP MACRO seconds(instant) AS epoch_us(try_strptime(instant, '%Y-%m-%dT%H:%M:%SZ')) // 1000000;

CREATE TEMP TABLE documents AS   -- `json` is NULL where the bytes are not those of a document of its kind
SELECT f.path, stage, split_part(f.path, '/', 2) AS name, digest,
       -- in lower case, for the escapes of control characters in free text
       CASE WHEN lower(canonical(j)) = lower(text) AND regexp_full_match(json(j), p.pattern) THEN j END AS json
FROM (SELECT *, TRY_CAST(text AS JSON) AS j FROM files) AS f
    JOIN patterns AS p ON f.path LIKE p.path AND header IS NULL;

CREATE TEMP TABLE freezes AS
SELECT stage, digest, [json->>'protocol', json->>'authority', json->>'draw', json->>'stage'] AS head,
       regexp_extract(stage, '[a-z]+') AS kind, json->>'previous' AS previous, json->>'$.of.stage' AS of,
       json->>'$.of.outcome' AS of_outcome, json->>'task' AS task, json->'register' AS register,
       json->'strata' AS strata, json->'inputs' AS inputs, (json->>'lead')::BIGINT AS lead, json->>'frozen_at' AS frozen_at,
       json->>'$.beacon.source' AS source, json->>'$.beacon.chain' AS chain, json->>'$.beacon.time' AS time,
       json->'$.beacon.round' AS round, json->'repeats' AS repeats,
       from_json(json->'groups', '[{"id": "VARCHAR", "role": "VARCHAR", "size": "BIGINT"}]') AS groups,
       from_json(json->'withdrawn', '[{"inspector": "VARCHAR", "reason": "VARCHAR"}]') AS withdrawn,
       from_json(json->'vacancies', '[{"target": "VARCHAR", "group": "VARCHAR", "inspector": "VARCHAR",
                                       "reason": "VARCHAR"}]') AS vacancies
FROM documents WHERE name = 'freeze.json' AND json IS NOT NULL;
CREATE TEMP TABLE beacons AS
SELECT stage, digest, json->>'source' AS source, json->>'chain' AS chain, json->'round' AS round,
       json->>'signature' AS signature
FROM documents WHERE name = 'beacon.json' AND json IS NOT NULL;
CREATE TEMP TABLE outcomes AS
SELECT stage, digest, [json->>'protocol', json->>'authority', json->>'draw', json->>'stage'] AS head,
       json->>'freeze' AS of_freeze, json->>'beacon' AS of_beacon, json->>'seed' AS seed,
       from_json(json->'selected', '[{"rank": "BIGINT", "key": "VARCHAR", "stratum": "VARCHAR",
                                      "ticket": "VARCHAR"}]') AS selected,
       from_json(json->'teams', '[{"target": "VARCHAR", "group": "VARCHAR", "members": ["VARCHAR"]}]') AS teams,
       from_json(json->'recusals', '[{"target": "VARCHAR", "salt": "VARCHAR", "inspectors": ["VARCHAR"]}]') AS recusals,
       from_json(json->'replacements', '[{"out": "VARCHAR", "in": "VARCHAR", "ticket": "VARCHAR"}]') AS replacements,
       from_json(json->'reliefs', '[{"target": "VARCHAR", "group": "VARCHAR", "out": "VARCHAR", "in": "VARCHAR",
                                     "ticket": "VARCHAR"}]') AS reliefs
FROM documents WHERE name = 'outcome.json' AND json IS NOT NULL;
CREATE TEMP TABLE voids AS
SELECT stage, digest, [json->>'protocol', json->>'authority', json->>'draw', json->>'stage'] AS head,
       json->>'freeze' AS of_freeze, json->>'voided_at' AS voided_at, json->>'reason' AS reason,
       json->>'explanation' AS explanation, json->>'$.approved_by[*]' AS approved_by
FROM documents WHERE name = 'void.json' AND json IS NOT NULL;
CREATE TEMP TABLE strata AS
SELECT key AS id, (value->>'$.rule.rate')::DECIMAL(9, 6) AS rate, (value->>'$.rule.count')::BIGINT AS count,
       (value->>'size')::BIGINT AS size, (value->>'take')::BIGINT AS take
FROM freezes, json_each(strata) WHERE stage = 'targets';

INSERT INTO failures
SELECT stage, NULL, 'malformed', path FROM documents WHERE json IS NULL
UNION ALL
SELECT stage, NULL, 'malformed', 'freeze.json' FROM freezes
WHERE NOT sorted(json_keys(strata)) OR NOT sorted(json_keys(inputs)) OR NOT sorted([w.inspector for w in withdrawn])
   OR NOT sorted([[v.target, coalesce(v.group, ''), coalesce(v.inspector, '')] for v in vacancies])
   OR len(groups) <> len(list_distinct([g.id for g in groups])) OR seconds(frozen_at) IS NULL OR seconds(time) IS NULL
   OR register IS NOT NULL AND TRY_CAST(register->>'as_of' AS DATE) IS NULL
   OR source = 'document' AND NOT regexp_full_match(chain, '[a-z0-9-]+')
UNION ALL
SELECT 'targets', NULL, 'malformed', 'freeze.json' FROM strata WHERE rate = 0 OR rate > 100
UNION ALL
SELECT stage, NULL, 'malformed', 'round' FROM (FROM (SELECT stage, source, round FROM freezes) UNION ALL
                                               SELECT stage, source, round FROM beacons)
WHERE CASE source WHEN 'drand' THEN json_type(round) = 'VARCHAR' WHEN 'lottery'
           THEN NOT regexp_full_match(json(round), '"[0-9]+"') ELSE TRY_CAST(round->>'$' AS DATE) IS NULL
           OR NOT regexp_full_match(json(round), '"[0-9]{4}-[0-9]{2}-[0-9]{2}"') END
UNION ALL
SELECT stage, NULL, 'malformed', 'outcome.json' FROM outcomes
WHERE NOT sorted([r.target for r in recusals]) OR len([r for r in recusals if NOT sorted(r.inspectors)]) > 0
UNION ALL
SELECT stage, NULL, 'malformed', 'void.json' FROM voids WHERE seconds(voided_at) IS NULL
UNION ALL
SELECT 'targets', NULL, 'malformed', getvariable('folder') WHERE getvariable('folder') <> '.'
    AND NOT regexp_full_match(parse_filename(getvariable('folder')), '[0-9]{4}-[0-9]{3}');

-- The lists, cut at line feeds: the header is line 1, and behind the last line feed there is nothing.
CREATE TEMP TABLE rows AS
SELECT path, stage, line, string_split(line, ',') AS fields, lag(line) OVER (PARTITION BY path ORDER BY n) AS before
FROM (SELECT path, stage, unnest(string_split(text, chr(10))[2:-2]) AS line,
             generate_subscripts(string_split(text, chr(10))[2:-2], 1) AS n FROM files WHERE path LIKE '%.csv');

INSERT INTO failures
SELECT stage, NULL, 'malformed', path FROM files JOIN patterns USING (path)
WHERE header IS NOT NULL
  AND NOT coalesce(regexp_full_match(text, header || chr(10) || '((' || pattern || ')' || chr(10) || ')*'), false)
UNION ALL
SELECT stage, NULL, 'malformed', path || ': ' || line FROM rows WHERE line <= before
UNION ALL
SELECT stage, NULL, 'malformed', path || ': ' || fields[1] FROM rows GROUP BY ALL HAVING count(*) > 1
UNION ALL   -- listed and excluded, or listed and absent
SELECT stage, NULL, 'malformed', fields[1] FROM rows WHERE path IN ('targets/roster.csv', 'targets/exclusions.csv',
    'teams/inspectors.csv', 'teams/absences.csv') GROUP BY ALL HAVING count(DISTINCT path) > 1;

CREATE TEMP TABLE roster AS SELECT fields[1] AS key, fields[2] AS stratum, fields[3] AS division
FROM rows WHERE path = 'targets/roster.csv';
CREATE TEMP TABLE inspectors AS
SELECT fields[1] AS key, fields[2] AS "group", unnest(string_split(fields[3], ' ')) AS prefix
FROM rows WHERE path = 'teams/inspectors.csv';


-- What binds the documents to each other ------------------------------------------------------------------------------

CREATE TEMP TABLE stages AS   -- in the order in which they are judged: by the time of their random value
SELECT stage, row_number() OVER (
    ORDER BY stage <> 'targets', stage <> 'teams', time IS NOT NULL, time, frozen_at, stage) AS place
FROM named LEFT JOIN freezes USING (stage);
CREATE TEMP TABLE befores AS
SELECT s.stage, e.stage AS earlier, e.place = s.place - 1 AS previous
FROM stages AS s JOIN stages AS e ON e.place < s.place;
CREATE TEMP TABLE ofs AS   -- what a stage is built on, where that is an earlier one
SELECT f.stage, o.stage AS of, o.kind, o.time, o.frozen_at, o.register
FROM freezes AS f JOIN befores AS b ON b.stage = f.stage AND b.earlier = f.of JOIN freezes AS o ON o.stage = f.of;
CREATE TEMP TABLE siblings AS   -- earlier teams over the same targets
SELECT f.stage, b.earlier, s.place, v.digest AS void, v.voided_at
FROM freezes AS f JOIN befores AS b USING (stage) JOIN stages AS s ON s.stage = b.earlier
    JOIN freezes AS e ON e.stage = b.earlier LEFT JOIN voids AS v ON v.stage = b.earlier
WHERE f.kind = 'teams' AND e.kind = 'teams' AND e.of = f.of;

INSERT INTO failures
SELECT d.stage, NULL, 'names', array_to_string(d.head, ' ')
FROM (SELECT stage, head FROM freezes UNION ALL SELECT stage, head FROM outcomes
      UNION ALL SELECT stage, head FROM voids) AS d,
     (SELECT head FROM freezes WHERE stage = 'targets') AS t
WHERE d.head <> ['sunlot/1', t.head[2], CASE WHEN getvariable('folder') = '.' THEN t.head[3]
                 ELSE parse_filename(getvariable('folder')) END, d.stage];

INSERT INTO failures
SELECT f.stage, NULL, 'chain', 'previous' FROM freezes AS f JOIN befores AS b USING (stage) JOIN freezes AS e
    ON e.stage = b.earlier WHERE b.previous AND f.previous IS DISTINCT FROM e.digest
UNION ALL
SELECT f.stage, NULL, 'chain', 'of'
FROM freezes AS f LEFT JOIN ofs AS o USING (stage) LEFT JOIN outcomes AS d ON d.stage = f.of
WHERE f.stage <> 'targets' AND (o.of IS NULL
    OR o.kind NOT IN (CASE f.kind WHEN 'relief' THEN 'teams' ELSE 'targets' END,
                      CASE WHEN f.kind = 'relief' THEN 'teams' WHEN f.stage = 'teams' THEN 'targets'
                      ELSE 'substitutes' END)
    OR CASE WHEN f.stage = 'teams' THEN f.of_outcome IS NOT NULL
       ELSE d.digest IS NULL OR f.of_outcome IS DISTINCT FROM d.digest END)
UNION ALL   -- one teams stage that stands; a repeat names the last void one
SELECT stage, NULL, 'chain', 'repeats' FROM siblings WHERE void IS NULL AND stage NOT IN (SELECT stage FROM voids)
UNION ALL
SELECT f.stage, NULL, 'chain', 'repeats' FROM freezes AS f
    LEFT JOIN (SELECT stage, arg_max(earlier, place) AS earlier, arg_max(void, place) AS void
               FROM siblings WHERE void IS NOT NULL GROUP BY stage) AS s USING (stage)
WHERE f.kind = 'teams' AND f.stage <> 'teams'
  AND ((f.repeats->>'stage') IS DISTINCT FROM s.earlier OR (f.repeats->>'void') IS DISTINCT FROM s.void)
UNION ALL
SELECT d.stage, NULL, 'chain', d.what
FROM (SELECT stage, of_freeze, 'outcome.json' AS what FROM outcomes
      UNION ALL SELECT stage, of_freeze, 'void.json' FROM voids) AS d
    JOIN freezes AS f USING (stage) WHERE d.of_freeze <> f.digest
UNION ALL
SELECT stage, NULL, 'chain', 'outcome.json'
FROM outcomes AS d JOIN beacons AS b USING (stage) WHERE d.of_beacon <> b.digest;

INSERT INTO failures
SELECT f.stage, NULL, 'task', 'task.yaml'
FROM freezes AS f, files AS t WHERE t.path = 'task.yaml' AND f.task <> t.digest;

INSERT INTO failures
SELECT stage, NULL, 'inputs', array_to_string(json_keys(inputs), ' ') FROM freezes
WHERE json_keys(inputs) <> CASE kind WHEN 'targets' THEN ['targets/exclusions.csv', 'targets/roster.csv']
    WHEN 'substitutes' THEN ['targets/roster.csv']
    ELSE ['teams/absences.csv', 'teams/inspectors.csv', 'teams/recusals.csv'] END
UNION ALL
SELECT f.stage, NULL, 'inputs', l.path
FROM freezes AS f, json_each(f.inputs) AS i JOIN files AS l ON l.path = i.key
    LEFT JOIN (SELECT path, count(*) AS n FROM rows GROUP BY path) AS r ON r.path = l.path
WHERE (i.value->>'sha256') <> l.digest OR (i.value->>'count')::BIGINT <> coalesce(r.n, 0);

CREATE TEMP MACRO beijing(instant) AS   -- the date there
    strftime(try_strptime(instant, '%Y-%m-%dT%H:%M:%SZ') + INTERVAL 8 HOURS, '%Y-%m-%d');
INSERT INTO failures
SELECT stage, NULL, 'time', frozen_at FROM freezes WHERE lead < 600 OR seconds(frozen_at) + lead > seconds(time)
    OR (register->>'as_of') > beijing(frozen_at) AND frozen_at < '9999-12-31T16:00:00Z'  -- no date comes after that
UNION ALL
SELECT f.stage, NULL, 'time', f.frozen_at FROM freezes AS f JOIN befores AS b USING (stage) JOIN freezes AS e
    ON e.stage = b.earlier WHERE b.previous AND (f.frozen_at < e.frozen_at OR f.time <= e.time)
UNION ALL   -- not its turn
SELECT b.stage, NULL, 'time', b.earlier FROM befores AS b JOIN outcomes USING (stage)
WHERE b.earlier NOT IN (SELECT stage FROM outcomes UNION ALL SELECT stage FROM voids)
UNION ALL
SELECT f.stage, NULL, 'time', f.frozen_at FROM freezes AS f JOIN ofs AS o USING (stage)
WHERE CASE WHEN f.stage = 'teams' THEN f.frozen_at <> o.frozen_at OR json(f.register) <> json(o.register)
      ELSE f.frozen_at < o.time END
UNION ALL
SELECT f.stage, NULL, 'time', f.frozen_at FROM freezes AS f JOIN siblings AS s ON s.stage = f.stage
    AND s.earlier = (f.repeats->>'stage') WHERE f.frozen_at < s.voided_at
UNION ALL   -- the first round at or after the time; the date in Beijing
SELECT stage, NULL, 'time', json(round)::VARCHAR FROM freezes
WHERE CASE WHEN source = 'drand' THEN chain = getvariable('quicknet') AND TRY_CAST(round->>'$' AS BIGINT) <>
          ((seconds(time) - getvariable('genesis') + getvariable('period') - 1) // getvariable('period')) + 1
      WHEN source <> 'lottery' THEN (round->>'$') IS DISTINCT FROM beijing(time) END;

INSERT INTO failures   -- `files`: what an attested value rests on has to be there
SELECT stage, NULL, 'files', path FROM (
    SELECT stage, source, stage || '/evidence/' || unnest(['attestation.json', 'document']) AS path
    FROM freezes WHERE stage || '/outcome.json' IN (SELECT path FROM paths)) AS evidence
WHERE (source = 'document' OR source = 'lottery' AND path NOT LIKE '%/document')
  AND path NOT IN (SELECT path FROM paths)
UNION ALL
SELECT stage, NULL, 'beacon', f.source || ' ' || f.chain FROM freezes AS f LEFT JOIN beacons AS b USING (stage)
WHERE f.source = 'drand' AND f.chain <> getvariable('quicknet')
   OR f.source = 'lottery' AND f.chain NOT IN ('ssq', 'dlt')
   OR f.source = 'date' AND (f.chain <> 'date' OR b.signature <> sha256(b.round->>'$'))
   OR b.source <> f.source OR b.chain <> f.chain OR json(b.round) <> json(f.round);

INSERT INTO failures
SELECT stage, NULL, 'seed', d.seed FROM outcomes AS d JOIN beacons AS b USING (stage) JOIN freezes AS f USING (stage)
WHERE d.seed <> sha256(array_to_string(
    ['sunlot/1', 'seed', f.head[2], f.head[3], f.head[4], b.source, b.chain, b.round->>'$', b.signature], '|'));


-- Targets -------------------------------------------------------------------------------------------------------------

-- ceil(rate × size / 100) without fractions: the rate in millionths of a percent is a whole number
CREATE TEMP MACRO take(rate, count, size) AS
    coalesce(((rate * 1000000)::HUGEINT * size + 99999999) // 100000000, least(count, size));

INSERT INTO failures
SELECT 'targets', NULL, 'strata', coalesce(s.id, r.id)
FROM strata AS s FULL JOIN (SELECT stratum AS id, count(*) AS size FROM roster GROUP BY stratum) AS r USING (id)
WHERE 'targets' IN (SELECT stage FROM freezes)
  AND (s.size IS DISTINCT FROM r.size OR s.take IS DISTINCT FROM take(s.rate, s.count, r.size));

INSERT INTO failures
WITH tickets AS (
    SELECT key, stratum, sha256('sunlot/1|target|' || seed || '|' || key) AS ticket
    FROM roster, outcomes WHERE stage = 'targets'),
ordered AS (SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY ticket, key) AS place FROM tickets),
taken AS (
    SELECT {'rank': row_number() OVER (ORDER BY ticket, key), 'key': key, 'stratum': stratum, 'ticket': ticket} AS one
    FROM ordered JOIN strata ON id = stratum WHERE place <= take)
SELECT 'targets', NULL, 'selected', 'selected' FROM outcomes
WHERE stage = 'targets' AND selected <> (SELECT coalesce(list(one ORDER BY one.rank), []) FROM taken);


-- What counts ---------------------------------------------------------------------------------------------------------

-- A stage that is void decides nothing for later ones, except for what is built on it. A stage that is void itself was
-- drawn either so, or with what was not yet void when it was frozen: two views, one of which has to hold.
CREATE TEMP TABLE roots AS
WITH RECURSIVE r AS (SELECT stage, of FROM ofs UNION SELECT r.stage, o.of FROM r JOIN ofs AS o ON o.stage = r.of)
FROM r;
CREATE TEMP TABLE cases AS
SELECT stage, 1 AS view FROM stages UNION ALL SELECT stage, 2 FROM voids;
CREATE TEMP TABLE counted AS
SELECT c.stage, c.view, b.earlier AS of FROM cases AS c JOIN befores AS b USING (stage) JOIN freezes AS f USING (stage)
    LEFT JOIN voids AS v ON v.stage = b.earlier
WHERE v.stage IS NULL OR (b.stage, b.earlier) IN (FROM roots) OR c.view = 2 AND v.voided_at > f.frozen_at;

CREATE TEMP TABLE brought_in AS   -- by a stage, in its order
SELECT stage, s.rank AS place, s.key FROM (SELECT stage, unnest(selected) AS s FROM outcomes)
UNION ALL
SELECT stage, place, r."in" FROM (SELECT stage, unnest(replacements) AS r, generate_subscripts(replacements, 1) AS place
                                  FROM outcomes) WHERE r."in" IS NOT NULL;
CREATE TEMP TABLE vacated AS
SELECT c.stage, c.view, unnest([v.target for v in f.vacancies]) AS target
FROM counted AS c JOIN freezes AS f ON f.stage = c.of WHERE f.kind = 'substitutes';
CREATE TEMP TABLE live AS   -- targets of the stage that a stage is built on
SELECT c.stage, c.view, b.place, b.key, r.division FROM cases AS c JOIN ofs AS o USING (stage)
    JOIN brought_in AS b ON b.stage = o.of JOIN roster AS r USING (key)
WHERE (c.stage, c.view, b.key) NOT IN (FROM vacated);


-- Recusals and teams --------------------------------------------------------------------------------------------------

CREATE TEMP TABLE opened AS SELECT stage, unnest(recusals, max_depth := 2) FROM outcomes;
INSERT INTO failures
SELECT 'teams', NULL, 'recusals', fields[1] FROM rows
WHERE path = 'teams/recusals.csv' AND fields[1] NOT IN (SELECT key FROM roster)
UNION ALL   -- exactly the rows of the stage's targets are opened, and truly
SELECT coalesce(g.stage, due.stage), coalesce(g.view, due.view), 'recusals', coalesce(g.target, due.target)
FROM (SELECT stage, view, key AS target, fields[2] AS digest FROM live JOIN outcomes USING (stage) JOIN rows
      ON path = 'teams/recusals.csv' AND fields[1] = key WHERE stage LIKE 'teams%') AS due
    FULL JOIN (FROM opened JOIN cases USING (stage)) AS g USING (stage, view, target)
WHERE due.digest IS DISTINCT FROM
      sha256('sunlot/1|recusals|' || g.salt || '|' || g.target || '|'
             || coalesce(array_to_string(g.inspectors, ','), ''));

-- Those who may inspect a target: listed in the group, for its division, not withdrawn, not kept away; and tickets.
CREATE TEMP TABLE wanted AS   -- the places to fill, in their order
SELECT l.stage, l.view, row_number() OVER (PARTITION BY l.stage, l.view ORDER BY l.place, g.place) AS step,
       l.key AS target, g.id AS "group", g.size, l.stage = 'teams' AS balanced, l.stage AS opener
FROM live AS l JOIN (SELECT stage, unnest(groups, max_depth := 2), generate_subscripts(groups, 1) AS place FROM freezes
                     WHERE kind = 'teams') AS g USING (stage)
UNION ALL
SELECT stage, view, generate_subscripts(vacancies, 1), unnest([v.target for v in vacancies]),
       unnest([v.group for v in vacancies]), 1, false, of
FROM freezes JOIN cases USING (stage) WHERE kind = 'relief';
CREATE TEMP TABLE eligible AS
SELECT DISTINCT w.stage, w.view, w.step, i.key,
       sha256('sunlot/1|inspector|' || d.seed || '|' || w.target || '|' || i.key) AS ticket
FROM wanted AS w JOIN outcomes AS d USING (stage) JOIN freezes AS f USING (stage) JOIN roster AS t ON t.key = w.target
    JOIN inspectors AS i ON i.group = w.group AND starts_with(t.division, i.prefix)
    LEFT JOIN opened AS o ON o.stage = w.opener AND o.target = w.target
WHERE NOT list_contains(coalesce([x.inspector for x in f.withdrawn], []), i.key)
  AND NOT list_contains(coalesce(o.inspectors, []), i.key);

-- One place after the other: the smallest (load, ticket); load = places `given` so far, 0 after the first teams.
CREATE TEMP TABLE steps AS
SELECT w.stage, w.view, w.step, w.target, w.group, w.size, w.balanced,
       list({'ticket': e.ticket, 'key': e.key}) FILTER (e.key IS NOT NULL) AS candidates
FROM wanted AS w LEFT JOIN eligible AS e USING (stage, view, step) WHERE w.stage LIKE 'teams%' GROUP BY ALL;
CREATE TEMP TABLE chosen AS
WITH RECURSIVE c AS (
    SELECT stage, view, 0 AS step, []::VARCHAR[] AS given, []::VARCHAR[] AS members FROM cases
    UNION ALL
    SELECT stage, view, step, given || coalesce(members, []), members FROM (  -- where nobody may go, nobody is given
        SELECT s.stage, s.view, s.step, c.given,
               [x.key for x in list_sort([
                   {'load': CASE WHEN s.balanced THEN len([g for g in c.given if g = y.key]) ELSE 0 END,
                    'ticket': y.ticket, 'key': y.key} for y in s.candidates])[:s.size]] AS members
        FROM c JOIN steps AS s ON s.stage = c.stage AND s.view = c.view AND s.step = c.step + 1))
SELECT stage, view, step, target, "group", coalesce(members, []) AS members FROM c JOIN steps USING (stage, view, step);

INSERT INTO failures
SELECT stage, NULL, 'teams', 'officers' FROM freezes
WHERE kind = 'teams' AND coalesce(list_sum([g.size for g in groups if g.role = 'officer']), 0) < 2
UNION ALL
SELECT f.stage, NULL, 'teams', 'groups' FROM freezes AS f, freezes AS t
WHERE f.kind = 'teams' AND t.stage = 'teams' AND f.groups <> t.groups
UNION ALL
SELECT DISTINCT f.stage, NULL, 'teams', i.key FROM freezes AS f, inspectors AS i
WHERE f.kind = 'teams' AND NOT list_contains([g.id for g in f.groups], i.group)
UNION ALL   -- nobody who was withdrawn comes back
SELECT f.stage, NULL, 'teams', b.earlier
FROM freezes AS f JOIN befores AS b USING (stage) JOIN freezes AS e ON e.stage = b.earlier
WHERE f.withdrawn IS NOT NULL AND NOT list_has_all(f.withdrawn, coalesce(e.withdrawn, []))
UNION ALL
SELECT c.stage, c.view, 'teams', 'members'
FROM cases AS c JOIN outcomes AS d USING (stage) LEFT JOIN (
    SELECT stage, view, list({'target': target, 'group': "group", 'members': members} ORDER BY step) AS due
    FROM chosen GROUP BY ALL) USING (stage, view)
WHERE d.teams IS NOT NULL AND d.teams <> coalesce(due, []);


-- Vacancies -----------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE vacancies AS
SELECT stage, kind, of, generate_subscripts(vacancies, 1) AS step, unnest(vacancies, max_depth := 2) FROM freezes;
CREATE TEMP TABLE placed AS   -- everyone who was ever a member of a team of the `of` of a relief
SELECT c.stage, c.view, x.target, x.group, unnest(x.members) AS inspector
FROM cases AS c JOIN freezes AS f USING (stage)
    JOIN (SELECT stage, unnest(teams, max_depth := 2) FROM outcomes) AS x ON x.stage = f.of
WHERE f.kind = 'relief'
UNION ALL
SELECT c.stage, c.view, x.target, x.group, x."in"
FROM counted AS c JOIN freezes AS f ON f.stage = c.stage JOIN freezes AS e ON e.stage = c.of
    JOIN (SELECT stage, unnest(reliefs, max_depth := 2) FROM outcomes) AS x ON x.stage = c.of
WHERE f.kind = 'relief' AND e.kind = 'relief' AND e.of = f.of AND x."in" IS NOT NULL;
CREATE TEMP TABLE relieved AS
SELECT c.stage, c.view, v.target, v.group, v.inspector
FROM counted AS c JOIN freezes AS f ON f.stage = c.stage JOIN vacancies AS v ON v.stage = c.of
WHERE f.kind = 'relief' AND v.kind = 'relief' AND v.of = f.of;

INSERT INTO failures
SELECT stage, NULL, 'vacancies', 'none' FROM freezes WHERE kind IN ('substitutes', 'relief') AND len(vacancies) = 0
UNION ALL
SELECT stage, NULL, 'vacancies', reason FROM vacancies
WHERE NOT list_contains(CASE kind WHEN 'relief' THEN ['illness', 'leave', 'recusal', 'left_service', 'other_duty']
    ELSE ['deregistered', 'revoked', 'moved_out', 'closed', 'duplicate', 'cap_reached', 'not_in_scope',
          'force_majeure'] END, reason)
UNION ALL
SELECT stage, view, 'vacancies', target FROM vacancies JOIN cases USING (stage)
WHERE CASE kind WHEN 'relief' THEN (stage, view, target, "group", inspector) NOT IN (FROM placed)
                                OR (stage, view, target, "group", inspector) IN (FROM relieved)
                                OR (stage, view, target) IN (FROM vacated)
      ELSE (stage, view, target) NOT IN (SELECT (stage, view, key) FROM live) END;

-- The k-th vacancy of a stratum takes the k-th smallest ticket of those never selected or brought in.
INSERT INTO failures
WITH candidates AS (
    SELECT c.stage, c.view, r.stratum, r.key, sha256('sunlot/1|target|' || d.seed || '|' || r.key) AS ticket
    FROM cases AS c JOIN outcomes AS d USING (stage), roster AS r
    WHERE d.replacements IS NOT NULL AND (c.stage, c.view, r.key) NOT IN (
        SELECT (n.stage, n.view, b.key) FROM counted AS n JOIN brought_in AS b ON b.stage = n.of)),
ordered AS (SELECT *, row_number() OVER (PARTITION BY stage, view, stratum ORDER BY ticket, key) AS k FROM candidates),
out AS (
    SELECT c.stage, c.view, v.step, v.target, r.stratum,
           row_number() OVER (PARTITION BY c.stage, c.view, r.stratum ORDER BY v.step) AS k
    FROM cases AS c JOIN vacancies AS v USING (stage) JOIN roster AS r ON r.key = v.target
    WHERE v.kind = 'substitutes'),
due AS (
    SELECT stage, view, list({'out': out.target, 'in': o.key, 'ticket': o.ticket} ORDER BY out.step) AS list
    FROM out LEFT JOIN ordered AS o USING (stage, view, stratum, k) GROUP BY ALL)
SELECT stage, view, 'replacements', 'replacements'
FROM cases JOIN outcomes USING (stage) LEFT JOIN due USING (stage, view)
WHERE replacements IS NOT NULL AND replacements IS DISTINCT FROM coalesce(due.list, []);

-- A relief: no member of the team, past or present, nobody vacated there now, each newcomer being a member.
INSERT INTO failures
WITH RECURSIVE open AS (
    SELECT w.stage, w.view, w.step, w.target, w.group, v.inspector AS out, list({'ticket': e.ticket, 'key': e.key}
           ORDER BY e.ticket, e.key) FILTER (e.key IS NOT NULL AND (w.stage, w.view, w.target, e.key) NOT IN (
               SELECT (stage, view, target, inspector) FROM placed UNION ALL
               SELECT (stage, view, target, inspector) FROM vacancies JOIN cases USING (stage))) AS candidates
    FROM wanted AS w JOIN vacancies AS v USING (stage, step) LEFT JOIN eligible AS e USING (stage, view, step)
    WHERE v.kind = 'relief' GROUP BY ALL),
filled AS (
    SELECT stage, view, 0 AS step, NULL::STRUCT(ticket VARCHAR, key VARCHAR) AS one, []::VARCHAR[] AS members FROM cases
    UNION ALL
    SELECT stage, view, step, one, members || [target || '|' || one.key] FROM (
        SELECT o.stage, o.view, o.step, o.target, f.members,
               [x for x in o.candidates if NOT list_contains(f.members, o.target || '|' || x.key)][1] AS one
        FROM filled AS f JOIN open AS o ON o.stage = f.stage AND o.view = f.view AND o.step = f.step + 1)),
due AS (
    SELECT stage, view, list({'target': target, 'group': "group", 'out': out, 'in': one.key, 'ticket': one.ticket}
                             ORDER BY step) AS list
    FROM filled JOIN open USING (stage, view, step) GROUP BY ALL)
SELECT stage, view, 'reliefs', 'reliefs' FROM cases JOIN outcomes USING (stage) LEFT JOIN due USING (stage, view)
WHERE reliefs IS NOT NULL AND reliefs IS DISTINCT FROM coalesce(due.list, []);

CREATE TEMP MACRO bare(text) AS trim(text, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288));
INSERT INTO failures
SELECT f.stage, NULL, 'void', coalesce(own.reason, 'void.json')
FROM freezes AS f LEFT JOIN voids AS own USING (stage) LEFT JOIN voids AS o ON o.stage = f.of
    LEFT JOIN voids AS t ON t.stage = 'targets' AND f.stage <> 'targets'
WHERE o.stage IS NOT NULL AND own.reason IS DISTINCT FROM o.reason   -- what is built on a void stage is void with it
   OR t.stage IS NOT NULL AND (own.stage IS NULL OR f.frozen_at > t.voided_at)   -- a void `targets` ends the draw
   OR own.reason NOT IN ('procedure', 'wrong_list', 'beacon_disputed', 'court_order', 'force_majeure')
   OR bare(own.explanation) = '' OR own.voided_at < f.frozen_at
   OR len(list_distinct([bare(name) for name in own.approved_by if bare(name) <> ''])) < 2;


-- Verdict -------------------------------------------------------------------------------------------------------------

-- The first failure of each view; a stage is refused for that of its first view, unless another view holds.
CREATE TEMP TABLE refused AS
WITH firsts AS (
    SELECT k.stage, k.view, min(c.place) AS code_place, arg_min(f.code, c.place) AS code,
           arg_min(f.what, c.place) AS what
    FROM cases AS k JOIN failures AS f ON f.stage = k.stage AND coalesce(f.view, k.view) = k.view
        JOIN codes AS c USING (code) GROUP BY k.stage, k.view)
SELECT s.place AS stage_place, f.* FROM firsts AS f JOIN stages AS s USING (stage)
WHERE view = 1 AND (SELECT count(*) FROM firsts AS a WHERE a.stage = f.stage)
    = (SELECT count(*) FROM cases AS a WHERE a.stage = f.stage)
ORDER BY s.place LIMIT 1;

SELECT step, zh AS 核对, en AS checked, stages FROM (
SELECT c.place, c.code AS step, c.zh, c.en, string_agg(s.stage, ' ' ORDER BY s.place) AS stages
FROM codes AS c JOIN stages AS s ON regexp_full_match(s.stage, c.stages) LEFT JOIN refused AS r ON true
WHERE s.stage || '/' || needs || '.json' IN (SELECT path FROM paths)
  AND (r.stage IS NULL OR (s.place, c.place) < (r.stage_place, r.code_place))
GROUP BY ALL
UNION ALL
SELECT 99, 'agrees', '相符。没有核对：随机数的真伪（签名、见证）、SM3、时间证明、文件是否为链接',
       'agrees. Not judged: whether the random value is authentic, SM3, receipts, links', ''
WHERE NOT EXISTS (FROM refused)
UNION ALL
SELECT 99, 'refused: ' || stage || ': ' || code || ': ' || what, '不符：' || zh, 'does not hold: ' || en, stage
FROM refused JOIN codes AS c USING (code)) ORDER BY place;
