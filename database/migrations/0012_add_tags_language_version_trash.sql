-- Written by upload-webapp alone.
ALTER TABLE videos
  ADD COLUMN tags       TEXT         NOT NULL DEFAULT '' COMMENT 'one a line, none twice',
  ADD COLUMN language   VARCHAR(35)  CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'BCP 47, in its canonical form',
  ADD COLUMN version    INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'raised by each edit',
  ADD COLUMN trashed_at DATETIME(3)  NULL COMMENT 'hidden from viewers from then on, until it is restored or deleted',
  ADD KEY videos_trashed (trashed_at);

CREATE OR REPLACE VIEW video_overview AS
SELECT
  v.id, v.owner_id, v.video_name, v.description, v.tags, v.language, v.version, v.visibility, v.video_path, v.file_name, v.size_bytes, v.created_at,
  v.queued_at, v.trashed_at,
  CASE
    WHEN v.state <> 'queued' THEN v.state
    WHEN t.state = 'failed' AND t.attempt = v.retry_of_attempt THEN 'queued'
    ELSE COALESCE(t.state, 'queued')
  END AS state,
  COALESCE(t.playable, FALSE) AS playable,
  CASE WHEN t.state = 'failed' AND t.attempt = v.retry_of_attempt THEN 0 ELSE COALESCE(t.progress, 0) END AS progress,
  t.hls_path,
  t.duration_seconds,
  t.width,
  t.height,
  COALESCE(v.failure_code, t.failure_code)     AS failure_code,
  COALESCE(v.failure_detail, t.failure_detail) AS failure_detail,
  -- The objects of a failed video are removed.
  CASE WHEN t.state <> 'failed' THEN t.poster_path END     AS poster_path,
  CASE WHEN t.state <> 'failed' THEN t.thumbnail_path END  AS thumbnail_path,
  CASE WHEN t.state <> 'failed' THEN t.storyboard_path END AS storyboard_path
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.deleted_at IS NULL;

-- No worker begins with a video in the trash.
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
WHERE v.state = 'queued' AND v.deleted_at IS NULL AND v.trashed_at IS NULL AND (
  t.video_id IS NULL
  OR (t.state = 'processing' AND (t.lease_until IS NULL OR t.lease_until < NOW(3)))
  OR (t.state = 'failed' AND t.attempt = v.retry_of_attempt)
);
