-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 8: measurements and where results came from.

-- Reviews counted by where they are asked: the queue's list of places, a place's states.
CREATE INDEX review_item_place ON review_item (state, pipeline, node, version);

-- Quarantine counted by where and why, without reading a context. Its expression is QuarantineReader's, word for word.
CREATE INDEX context_quarantined ON context (pipeline, node,
    CASE WHEN reason IS NULL THEN '' WHEN CAST(substr(reason, 1, 1) AS TEXT) = '[' THEN 'input.invalid'
         WHEN json_valid(CAST(reason AS TEXT)) THEN coalesce(json_extract(CAST(reason AS TEXT), '$.code'), '') ELSE '' END) WHERE status = 4;
