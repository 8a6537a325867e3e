-- The lines of many repositories as tables, for the sqlite3 program, where lines.tsv lies:
--
--	sqlite3 detours.db <detours.sql
--
-- A line is a repository's name, a tab, and an object of `git detour scan --json`.

DROP VIEW IF EXISTS written_down;
DROP VIEW IF EXISTS detours_a_week;
DROP VIEW IF EXISTS recurring_paths;
DROP VIEW IF EXISTS detours;
DROP VIEW IF EXISTS signals;
DROP TABLE IF EXISTS lines;

CREATE TABLE lines (repository TEXT, line TEXT);
.mode ascii
.separator "\t" "\n"
.import lines.tsv lines

CREATE VIEW signals AS
SELECT repository,
	json_extract(line, '$.commit') AS commit_id,
	json_extract(line, '$.signal') AS signal,
	json_extract(line, '$.level') AS level,
	json_extract(line, '$.detour') AS detour,
	json_extract(line, '$.covered') AS covered,
	json_extract(line, '$.evidence') AS evidence,
	json_extract(line, '$.paths') AS paths,
	json_extract(line, '$.author_time') AS author_time
FROM lines
WHERE json_valid(line);

-- What people are asked about or reminded of; one row a detour.
CREATE VIEW detours AS
SELECT repository, detour,
	date(min(author_time), 'unixepoch') AS day,
	count(*) AS signals,
	min(covered) AS written_down
FROM signals
WHERE level IN ('ask', 'remind')
GROUP BY repository, detour;

-- The Monday of each week.
CREATE VIEW detours_a_week AS
SELECT date(day, '-6 days', 'weekday 1') AS week, repository, count(*) AS detours,
	sum(written_down) AS written_down
FROM detours
GROUP BY week, repository;

CREATE VIEW written_down AS
SELECT repository, count(*) AS detours, sum(written_down) AS written_down
FROM detours
GROUP BY repository;

-- Files of the same name that detours keep coming back to, in more than one repository.
CREATE VIEW recurring_paths AS
SELECT path, count(DISTINCT repository) AS repositories,
	count(DISTINCT repository || ' ' || detour) AS detours
FROM (SELECT repository, detour, value AS path
	FROM signals, json_each(signals.paths) WHERE level IN ('ask', 'remind'))
GROUP BY path
HAVING repositories > 1
ORDER BY detours DESC, path;

.mode column
.headers on
SELECT * FROM written_down ORDER BY repository;
SELECT * FROM detours_a_week ORDER BY week DESC, repository LIMIT 20;
SELECT * FROM recurring_paths LIMIT 20;
