-- Written by the transcoder alone: a video that came further since something last went wrong has all of its patience again.
ALTER TABLE transcodes
  ADD COLUMN stored_segments  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'segments that the journal named at most, of all renditions',
  ADD COLUMN setback_segments INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how many they were when losses or passing_faults was last raised';
