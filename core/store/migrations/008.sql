-- SPDX-FileCopyrightText: 2026 The Millrace authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 8: measurements and where results came from.

-- What waits for people, counted by where it waits.
CREATE INDEX review_item_place ON review_item (pipeline, node, version) WHERE state = 0;
