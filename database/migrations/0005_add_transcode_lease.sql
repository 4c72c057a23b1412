-- Who is at work on a video, and how often it went wrong without it being the video's fault.
ALTER TABLE transcodes
  ADD COLUMN lease_until    DATETIME(3)  NULL COMMENT 'a worker is at it until then, by the clock of the database; null when it was given back',
  ADD COLUMN losses         INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'workers that died while they were at it',
  ADD COLUMN passing_faults INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'times it was put off because something was away',
  ADD KEY transcodes_by_state (state, lease_until);
