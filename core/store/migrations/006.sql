-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of version 4 may have it: what waits at a node is found without, and each transition had to keep it.
DROP INDEX IF EXISTS context_place;

-- Sums of what is nowhere any more.
DELETE FROM tally WHERE n = 0;

-- What runs, which is little beside what waits: for the opening, and for whoever looks at a pipeline. Pure steps never come into it.
CREATE INDEX context_started ON context (pipeline) WHERE started = 1;
