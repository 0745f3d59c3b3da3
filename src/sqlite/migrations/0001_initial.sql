-- SPDX-License-Identifier: Apache-2.0
--
-- The state of Penstock's engine. Tables are named in the singular and hold integers; the views at the end are named in the plural
-- and say the same in words. Read the views. Only `requests` may be written by anybody but the engine.
--
-- Times are milliseconds since 1970-01-01T00:00:00Z. Statuses are the codes of the small tables that come first. Columns that may be
-- NULL are NULL when there is nothing to say. References are declared for readers and for PRAGMA foreign_key_check.

CREATE TABLE pipeline_state (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO pipeline_state (code, name) VALUES
  (0, 'PENDING'), (1, 'SCHEDULED'), (2, 'DEACTIVATING'), (3, 'INACTIVE'), (4, 'FINISHED');

CREATE TABLE status (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO status (code, name) VALUES
  (0, 'SCHEDULED'), (1, 'WAITING_ON_DEPENDENCIES'), (2, 'WAITING_FOR_RUNNER'), (3, 'PAUSED'), (4, 'RUNNING'), (5, 'CREATING'),
  (6, 'SHUTTING_DOWN'), (7, 'FINISHED'), (8, 'FAILED'), (9, 'CANCELED'), (10, 'CASCADE_FAILED'), (11, 'SKIPPED'), (12, 'TIMEDOUT');

CREATE TABLE attempt_status (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO attempt_status (code, name) VALUES (0, 'RUNNING'), (1, 'FINISHED'), (2, 'FAILED'), (3, 'CANCELED');

CREATE TABLE cause (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO cause (code, name) VALUES
  (0, 'no change yet'),
  (1, 'interval due'),
  (2, 'due before the activation timestamp'),
  (3, 'dependencies satisfied'),
  (4, 'a dependency failed'),
  (5, 'a precondition failed'),
  (6, 'taken by a runner'),
  (7, 'attempt succeeded'),
  (8, 'retry after a failed attempt'),
  (9, 'attempt failed, no retry left'),
  (10, 'attempt lost when the engine stopped'),
  (11, 'checking started'),
  (12, 'precondition met'),
  (13, 'check failed, no retry left'),
  (14, 'precondition not met in time'),
  (15, 'its owner no longer needs it'),
  (16, 'canceled by user'),
  (17, 'canceled by an action'),
  (18, 'pipeline deactivated'),
  (19, 'marked finished by user'),
  (20, 'rerun by user'),
  (21, 'component paused'),
  (22, 'component resumed'),
  (23, 'everything it waited for is finished'),
  (24, 'resumed by activation'),
  (25, 'needed by something that is ready'),
  (26, 'resource up'),
  (27, 'no longer needed'),
  (28, 'resource gone'),
  (29, 'terminateAfter passed'),
  (30, 'attempt lost with its resource'),
  (31, 'its resource failed'),
  (32, 'its resource timed out'),
  (33, 'its resource was canceled'),
  (34, 'another task of its resource failed'),
  (35, 'not acknowledged by the runner that took it');

CREATE TABLE health (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO health (code, name) VALUES (0, 'NONE'), (1, 'HEALTHY'), (2, 'ERROR');

CREATE TABLE kind (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO kind (code, name) VALUES
  (0, 'activity'), (1, 'data node'), (2, 'precondition'), (3, 'resource'), (4, 'action'), (5, 'schedule'), (6, 'database'),
  (7, 'data format'), (8, 'utility');

CREATE TABLE action_event (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO action_event (code, name) VALUES (0, 'onSuccess'), (1, 'onFail'), (2, 'onLateAction'), (3, 'onPipelineSuccess'), (4, 'onPipelineFail');

CREATE TABLE action_status (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO action_status (code, name) VALUES (0, 'FIRED'), (1, 'DELIVERED'), (2, 'FAILED');

CREATE TABLE pipeline (
  key INTEGER PRIMARY KEY CHECK (key >= 1),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  state INTEGER NOT NULL REFERENCES pipeline_state (code) CHECK (state BETWEEN 0 AND 4),
  latest_version INTEGER NOT NULL CHECK (latest_version >= 0),  -- last saved definition; 0: none
  active_version INTEGER NOT NULL CHECK (active_version BETWEEN 0 AND latest_version),  -- last activated definition; 0: none
  created INTEGER NOT NULL,
  first_activated INTEGER,
  last_activated INTEGER,
  last_deactivated INTEGER,
  skip_before INTEGER,  -- intervals that were due earlier are SKIPPED
  runs INTEGER NOT NULL CHECK (runs >= 0)  -- on-demand runs begun
) STRICT;

CREATE TABLE definition (
  pipeline INTEGER NOT NULL REFERENCES pipeline (key),
  version INTEGER NOT NULL CHECK (version >= 1),
  json TEXT NOT NULL,      -- in the file format
  "values" TEXT NOT NULL,  -- of its parameters, as JSON
  saved INTEGER NOT NULL,
  PRIMARY KEY (pipeline, version)
) STRICT, WITHOUT ROWID;

-- An object of the definition; those with instances know how far they were expanded.
CREATE TABLE component (
  pipeline INTEGER NOT NULL REFERENCES pipeline (key),
  component INTEGER NOT NULL CHECK (component >= 0),  -- keeps its number when the definition changes
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  kind INTEGER NOT NULL REFERENCES kind (code) CHECK (kind BETWEEN 0 AND 8),
  position INTEGER NOT NULL CHECK (position >= 0),  -- in the definition
  next_interval INTEGER NOT NULL CHECK (next_interval >= 0),  -- the first that has no instance yet
  paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
  health INTEGER NOT NULL REFERENCES health (code) CHECK (health BETWEEN 0 AND 2),
  PRIMARY KEY (pipeline, component)
) STRICT, WITHOUT ROWID;

-- An activation of an on-demand pipeline.
CREATE TABLE run (
  pipeline INTEGER NOT NULL REFERENCES pipeline (key),
  run INTEGER NOT NULL CHECK (run >= 0),  -- the interval number of its instances
  at INTEGER NOT NULL,
  PRIMARY KEY (pipeline, run),
  UNIQUE (pipeline, at)
) STRICT, WITHOUT ROWID;

-- A component in one interval, or a precondition of one. Keys are handed out in the order of release, so that what runs together lies
-- together. Without text: ids follow from the component and the interval.
CREATE TABLE instance (
  key INTEGER PRIMARY KEY CHECK (key >= 1),
  pipeline INTEGER NOT NULL REFERENCES pipeline (key),
  component INTEGER NOT NULL,
  interval INTEGER NOT NULL,  -- number of its interval, or of its run
  owner INTEGER REFERENCES instance (key),  -- of a precondition instance
  version INTEGER NOT NULL,  -- of the definition that it was made from
  status INTEGER NOT NULL REFERENCES status (code) CHECK (status BETWEEN 0 AND 12),
  cause INTEGER NOT NULL REFERENCES cause (code) CHECK (cause BETWEEN 0 AND 255),  -- of the last change
  live INTEGER NOT NULL CHECK (live IN (0, 1)),  -- the engine still holds it
  counts INTEGER NOT NULL CHECK (counts IN (0, 1)),  -- towards maxActiveInstances
  late INTEGER NOT NULL CHECK (late IN (0, 1)),  -- onLateAction has fired
  attempts INTEGER NOT NULL CHECK (attempts >= 0),  -- number of the last one
  failures INTEGER NOT NULL CHECK (failures >= 0),  -- counted against maximumRetries
  scheduled_start INTEGER NOT NULL,
  scheduled_end INTEGER NOT NULL CHECK (scheduled_end >= scheduled_start),
  due INTEGER NOT NULL,
  released INTEGER NOT NULL,
  ended INTEGER CHECK ((ended IS NOT NULL) = (status BETWEEN 7 AND 12)),
  retry_at INTEGER,
  blamed INTEGER REFERENCES instance (key),  -- nearest bad dependency of a CASCADE_FAILED one
  FOREIGN KEY (pipeline, component) REFERENCES component (pipeline, component),
  FOREIGN KEY (pipeline, version) REFERENCES definition (pipeline, version),
  CHECK (live = 1 OR ended IS NOT NULL)
) STRICT;

-- What the engine reads when it opens the store, whatever the length of the history.
CREATE INDEX instance_live ON instance (pipeline) WHERE live = 1;
-- No interval ever gets a second instance of the same component, and no instance a second one of the same precondition.
CREATE UNIQUE INDEX instance_of_interval ON instance (pipeline, interval, component) WHERE owner IS NULL;
CREATE UNIQUE INDEX instance_of_owner ON instance (owner, component) WHERE owner IS NOT NULL;

-- One try of an instance.
CREATE TABLE attempt (
  instance INTEGER NOT NULL REFERENCES instance (key),
  number INTEGER NOT NULL CHECK (number >= 1),
  status INTEGER NOT NULL REFERENCES attempt_status (code) CHECK (status BETWEEN 0 AND 3),
  started INTEGER NOT NULL,
  ended INTEGER CHECK ((ended IS NULL) = (status = 0)),
  error_id TEXT,
  error_message TEXT,
  log_directory TEXT,
  process INTEGER,          -- id of its process group while one runs
  process_started INTEGER,  -- in clock ticks since boot: tells that process from a later one with the same id
  PRIMARY KEY (instance, number)
) STRICT, WITHOUT ROWID;

-- A firing of onSuccess, onFail, onLateAction, onPipelineSuccess or onPipelineFail.
CREATE TABLE action (
  key INTEGER PRIMARY KEY CHECK (key >= 1),
  pipeline INTEGER NOT NULL REFERENCES pipeline (key),
  action INTEGER NOT NULL,  -- its component
  node INTEGER NOT NULL REFERENCES instance (key),  -- the instance that it tells about
  event INTEGER NOT NULL REFERENCES action_event (code) CHECK (event BETWEEN 0 AND 4),
  status INTEGER NOT NULL REFERENCES action_status (code) CHECK (status BETWEEN 0 AND 2),
  fired INTEGER NOT NULL,
  message TEXT,  -- why delivery failed
  FOREIGN KEY (pipeline, action) REFERENCES component (pipeline, component)
) STRICT;
CREATE INDEX action_pending ON action (status) WHERE status = 0;

-- What other processes ask of the engine. Insert a row, write a byte into the FIFO `<database>-doorbell`, and read the answer.
CREATE TABLE requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: an answer must not reach somebody else
  command TEXT NOT NULL CHECK (length(command) BETWEEN 1 AND 64),
  pipeline TEXT NOT NULL CHECK (length(pipeline) <= 1024),
  target TEXT NOT NULL DEFAULT '' CHECK (length(target) <= 4096),
  asked INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
  accepted INTEGER CHECK (accepted IN (0, 1)),  -- NULL: not answered yet
  message TEXT CHECK ((message IS NULL) = (accepted IS NULL))
) STRICT;
CREATE INDEX request_unanswered ON requests (accepted) WHERE accepted IS NULL;

CREATE VIEW pipelines AS
  SELECT p.name, s.name AS state, p.latest_version, p.active_version,
         strftime('%Y-%m-%dT%H:%M:%S', p.created / 1000.0, 'unixepoch') AS created,
         strftime('%Y-%m-%dT%H:%M:%S', p.first_activated / 1000.0, 'unixepoch') AS first_activated,
         strftime('%Y-%m-%dT%H:%M:%S', p.last_activated / 1000.0, 'unixepoch') AS last_activated,
         strftime('%Y-%m-%dT%H:%M:%S', p.skip_before / 1000.0, 'unixepoch') AS skip_before,
         p.runs
    FROM pipeline p JOIN pipeline_state s ON s.code = p.state;

CREATE VIEW definitions AS
  SELECT p.name AS pipeline, d.version, strftime('%Y-%m-%dT%H:%M:%S', d.saved / 1000.0, 'unixepoch') AS saved,
         d.version = p.active_version AS active, d.json, d."values"
    FROM definition d JOIN pipeline p ON p.key = d.pipeline;

CREATE VIEW components AS
  SELECT p.name AS pipeline, c.id, c.type, k.name AS kind, c.position, c.next_interval, c.paused
    FROM component c JOIN pipeline p ON p.key = c.pipeline JOIN kind k ON k.code = c.kind;

CREATE VIEW runs AS
  SELECT p.name AS pipeline, r.run, strftime('%Y-%m-%dT%H:%M:%S', r.at / 1000.0, 'unixepoch') AS at
    FROM run r JOIN pipeline p ON p.key = r.pipeline;

CREATE VIEW instances AS
  SELECT i.key, p.name AS pipeline,
         '@' || c.id || '_' || strftime('%Y-%m-%dT%H:%M:%S', i.scheduled_start / 1000.0, 'unixepoch') || ifnull('@' || oc.id, '') AS id,
         c.id AS component, c.type, k.name AS kind, s.name AS status, u.name AS cause,
         strftime('%Y-%m-%dT%H:%M:%S', i.scheduled_start / 1000.0, 'unixepoch') AS scheduled_start,
         strftime('%Y-%m-%dT%H:%M:%S', i.scheduled_end / 1000.0, 'unixepoch') AS scheduled_end,
         strftime('%Y-%m-%dT%H:%M:%S', i.due / 1000.0, 'unixepoch') AS due,
         strftime('%Y-%m-%dT%H:%M:%f', i.released / 1000.0, 'unixepoch') AS actual_start,
         strftime('%Y-%m-%dT%H:%M:%f', i.ended / 1000.0, 'unixepoch') AS actual_end,
         strftime('%Y-%m-%dT%H:%M:%f', i.retry_at / 1000.0, 'unixepoch') AS retry_at,
         i.attempts, i.failures, i.late, i.live, i.version, i.owner, i.blamed
    FROM instance i
    JOIN pipeline p ON p.key = i.pipeline
    JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
    JOIN kind k ON k.code = c.kind
    JOIN status s ON s.code = i.status
    LEFT JOIN cause u ON u.code = i.cause
    LEFT JOIN instance o ON o.key = i.owner
    LEFT JOIN component oc ON oc.pipeline = o.pipeline AND oc.component = o.component;

CREATE VIEW attempts AS
  SELECT i.pipeline, i.id || '_Attempt=' || a.number AS id, i.id AS instance, a.number, s.name AS status,
         strftime('%Y-%m-%dT%H:%M:%f', a.started / 1000.0, 'unixepoch') AS started,
         strftime('%Y-%m-%dT%H:%M:%f', a.ended / 1000.0, 'unixepoch') AS ended,
         (a.ended - a.started) / 1000.0 AS seconds, a.error_id, a.error_message, a.log_directory, a.process
    FROM attempt a JOIN instances i ON i.key = a.instance JOIN attempt_status s ON s.code = a.status;

CREATE VIEW actions AS
  SELECT i.pipeline, c.id AS action, e.name AS event, i.id AS node, s.name AS status,
         strftime('%Y-%m-%dT%H:%M:%f', a.fired / 1000.0, 'unixepoch') AS fired, a.message
    FROM action a
    JOIN instances i ON i.key = a.node
    JOIN component c ON c.pipeline = a.pipeline AND c.component = a.action
    JOIN action_event e ON e.code = a.event
    JOIN action_status s ON s.code = a.status;
