-- SPDX-License-Identifier: Apache-2.0
--
-- Rows may go: those of a removed pipeline, and history that is older than the host wants to keep.

-- The highest keys that were handed out when rows were last taken away. No key names two things, also when the rows of the highest are
-- gone; what was handed out since then is in the tables.
CREATE TABLE last_key (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  pipeline INTEGER NOT NULL CHECK (pipeline >= 0),
  instance INTEGER NOT NULL CHECK (instance >= 0),
  action INTEGER NOT NULL CHECK (action >= 0)
) STRICT;
INSERT INTO last_key (only_row, pipeline, instance, action) VALUES (1, 0, 0, 0);

-- Who refers to an instance that is about to go, without reading everything.
CREATE INDEX action_of_node ON action (node);
CREATE INDEX instance_blamed ON instance (blamed) WHERE blamed IS NOT NULL;
