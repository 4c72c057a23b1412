-- Written by upload-webapp alone.
ALTER TABLE videos
  ADD COLUMN sha256      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of the source in hex, once it is stored',
  ADD COLUMN fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'SHA-256 of size, first MiB and last MiB, in hex: finds the same file before it is sent',
  ADD KEY videos_by_fingerprint (owner_id, fingerprint);

-- Uploads that can go on where they broke off. A row goes when its video is queued, or when nothing of it is left in the store.
CREATE TABLE uploads (
  id              CHAR(36)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'of the video',
  size_bytes      BIGINT UNSIGNED NOT NULL COMMENT 'as announced',
  received_bytes  BIGINT UNSIGNED NOT NULL COMMENT 'the offset: what lies before it is stored, what comes after it is sent again',
  part_size_bytes INT UNSIGNED    NOT NULL COMMENT 'of each part but the last; what is received beyond whole parts is kept as the tail',
  store_upload_id VARCHAR(1024)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  hash_state      VARBINARY(255)  NULL COMMENT 'SHA-256 of the whole parts, to be gone on with',
  touched_at      DATETIME(3)     NOT NULL COMMENT 'when it was announced, or when bytes were last stored',
  KEY uploads_touched (touched_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

CREATE TABLE upload_parts (
  upload_id  CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number     INT UNSIGNED  NOT NULL COMMENT 'from 1 on',
  size_bytes INT UNSIGNED  NOT NULL,
  etag       VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (upload_id, number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

CREATE OR REPLACE VIEW video_overview AS
SELECT
  v.id, v.owner_id, v.video_name, v.description, v.tags, v.language, v.version, v.visibility, v.video_path, v.file_name, v.size_bytes, v.sha256, v.created_at,
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
