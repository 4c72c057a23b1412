-- Written by upload-webapp alone. It names the attempt, so that it asks for one new conversion and not for each that fails later.
ALTER TABLE videos
  ADD COLUMN retry_of_attempt INT UNSIGNED NULL COMMENT 'the failed attempt after which the owner asked for another conversion';

CREATE OR REPLACE VIEW video_overview AS
SELECT
  v.id, v.owner_id, v.video_name, v.description, v.visibility, v.video_path, v.file_name, v.size_bytes, v.created_at, v.queued_at,
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

-- The videos that wait for a worker: never claimed, given back, left by a worker that died, or to be tried again.
CREATE VIEW waiting_videos AS
SELECT
  v.id AS video_id,
  v.size_bytes,
  t.duration_seconds,
  t.hls_path,
  v.queued_at,
  GREATEST(0, TIMESTAMPDIFF(SECOND, v.queued_at, UTC_TIMESTAMP(3))) AS waited_seconds
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.state = 'queued' AND v.deleted_at IS NULL AND (
  t.video_id IS NULL
  OR (t.state = 'processing' AND (t.lease_until IS NULL OR t.lease_until < NOW(3)))
  OR (t.state = 'failed' AND t.attempt = v.retry_of_attempt)
);
