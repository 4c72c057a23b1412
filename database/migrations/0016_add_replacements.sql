-- Written by upload-webapp alone. A file that replaces the one of a video is a row of its own, with an id of its own on its way through the
-- pipeline. It has no address and is listed nowhere: it is a file of the video that it names.
ALTER TABLE videos
  ADD COLUMN replaces      CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the video of which this is another file',
  ADD COLUMN served_id     CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of a video: the row whose file viewers get; null: its own',
  ADD COLUMN taken_over_at DATETIME(3) NULL COMMENT 'of a replacement: when viewers first got it',
  ADD COLUMN set_aside_at  DATETIME(3) NULL COMMENT 'since when viewers get another file of the video',
  ADD COLUMN discarded_at  DATETIME(3) NULL COMMENT 'of a video: when its own file was given up; a replacement is deleted instead',
  ADD KEY videos_replacing (replaces, taken_over_at),
  ADD KEY videos_served (served_id),
  ADD KEY videos_set_aside (set_aside_at),
  ADD KEY videos_discarded (discarded_at);

-- What viewers and owners see of a video: its words, and of its files the one that is served.
CREATE OR REPLACE VIEW video_overview AS
SELECT
  v.id, m.id AS media_id, v.owner_id, v.video_name, v.description, v.tags, v.language, v.version, v.visibility, m.video_path, m.file_name, m.size_bytes, m.sha256,
  v.created_at, m.queued_at, v.trashed_at,
  CASE
    WHEN m.state <> 'queued' THEN m.state
    WHEN t.state = 'failed' AND t.attempt = m.retry_of_attempt THEN 'queued'
    ELSE COALESCE(t.state, 'queued')
  END AS state,
  COALESCE(t.playable, FALSE) AS playable,
  CASE WHEN t.state = 'failed' AND t.attempt = m.retry_of_attempt THEN 0 ELSE COALESCE(t.progress, 0) END AS progress,
  t.hls_path,
  t.duration_seconds,
  t.width,
  t.height,
  COALESCE(m.failure_code, t.failure_code)     AS failure_code,
  COALESCE(m.failure_detail, t.failure_detail) AS failure_detail,
  -- The objects of a failed video are removed.
  CASE WHEN t.state <> 'failed' THEN t.poster_path END     AS poster_path,
  CASE WHEN t.state <> 'failed' THEN t.thumbnail_path END  AS thumbnail_path,
  CASE WHEN t.state <> 'failed' THEN t.storyboard_path END AS storyboard_path
FROM videos v
JOIN videos m ON m.id = COALESCE(v.served_id, v.id)
LEFT JOIN transcodes t ON t.video_id = m.id
WHERE v.deleted_at IS NULL AND v.replaces IS NULL;

-- No worker begins with a file that was given up.
CREATE OR REPLACE VIEW waiting_videos AS
SELECT
  v.id AS video_id,
  v.size_bytes,
  t.duration_seconds,
  t.hls_path,
  v.queued_at,
  GREATEST(0, TIMESTAMPDIFF(SECOND, v.queued_at, UTC_TIMESTAMP(3))) AS waited_seconds
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.state = 'queued' AND v.deleted_at IS NULL AND v.discarded_at IS NULL AND v.trashed_at IS NULL AND (
  t.video_id IS NULL
  OR (t.state = 'processing' AND (t.lease_until IS NULL OR t.lease_until < NOW(3)))
  OR (t.state = 'failed' AND t.attempt = v.retry_of_attempt)
);
