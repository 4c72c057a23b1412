ALTER TABLE videos
  ADD COLUMN reserved_bytes BIGINT UNSIGNED NULL COMMENT 'of an upload by a form: how much of the quota is kept for it until its size is known';
