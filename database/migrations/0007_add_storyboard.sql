-- Written by the transcoder alone. Only videos whose length the source tells have one.
ALTER TABLE transcodes
  ADD COLUMN storyboard_path VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'object key of the WebVTT file that says where in its sprite each moment is';

CREATE OR REPLACE VIEW video_overview AS
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
  COALESCE(v.failure_detail, t.failure_detail) AS failure_detail,
  -- The objects of a failed video are removed.
  CASE WHEN t.state <> 'failed' THEN t.poster_path END    AS poster_path,
  CASE WHEN t.state <> 'failed' THEN t.thumbnail_path END AS thumbnail_path,
  CASE WHEN t.state <> 'failed' THEN t.storyboard_path END AS storyboard_path
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.deleted_at IS NULL;
