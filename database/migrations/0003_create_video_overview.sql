-- What is true of a video, from both writers' tables: the one place where its state is put together.
CREATE VIEW video_overview AS
SELECT
  v.id, v.owner_id, v.video_name, v.description, v.visibility, v.video_path, v.file_name, v.size_bytes, v.created_at, v.queued_at,
  CASE WHEN v.state = 'queued' THEN COALESCE(t.state, 'queued') ELSE v.state END AS state,
  COALESCE(t.playable, FALSE)                AS playable,
  COALESCE(t.progress, 0)                    AS progress,
  t.hls_path,
  t.duration_seconds,
  t.width,
  t.height,
  COALESCE(v.failure_code, t.failure_code)     AS failure_code,
  COALESCE(v.failure_detail, t.failure_detail) AS failure_detail
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.deleted_at IS NULL;
