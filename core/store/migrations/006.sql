-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of version 4 may have it: what waits at a node is found without, and each transition had to keep it.
DROP INDEX IF EXISTS context_place;

-- Sums of what is nowhere any more.
DELETE FROM tally WHERE n = 0;
