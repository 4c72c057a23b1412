-- Written by the transcoder alone.
ALTER TABLE transcodes
  ADD COLUMN chapters TEXT NULL COMMENT 'JSON: those that stand in the file, as in videos';

-- What viewers and owners see of a video: its words, and of its files the one that is served.
CREATE OR REPLACE VIEW video_overview AS
SELECT
  v.id, m.id AS media_id, v.owner_id, v.video_name, v.description, v.tags, v.language, v.version, v.visibility, m.video_path, m.file_name, m.size_bytes, m.sha256,
  v.created_at, m.queued_at, v.trashed_at, v.picture_id,
  CASE
    WHEN m.state <> 'queued' THEN m.state
    WHEN t.state = 'failed' AND t.attempt = m.retry_of_attempt THEN 'queued'
    ELSE COALESCE(t.state, 'queued')
  END AS state,
  COALESCE(t.playable, FALSE) AS playable,
  CASE WHEN t.state = 'failed' AND t.attempt = m.retry_of_attempt THEN 0 ELSE COALESCE(t.progress, 0) END AS progress,
  t.hls_path,
  -- Those within the file count until the owner has written some, or taken them away.
  COALESCE(v.chapters, t.chapters) AS chapters,
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
