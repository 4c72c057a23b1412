-- A video may have several files now: what is true of each is kept in video_files, and the list tells of the one that is served and of
-- the room that all of them take. Both tables are written by the triggers below alone, always a row of video_files before the row of
-- video_list, so that no two writers wait for each other.
DROP TRIGGER videos_list_insert;
DROP TRIGGER videos_list_update;
DROP TRIGGER videos_list_delete;
DROP TRIGGER transcodes_list_insert;
DROP TRIGGER transcodes_list_update;
DROP TRIGGER transcodes_list_delete;
DROP TRIGGER renditions_list_insert;
DROP TRIGGER renditions_list_update;
DROP TRIGGER renditions_list_delete;
DROP TABLE video_list;

CREATE TABLE video_files (
  file_id          CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'of the row in videos',
  video_id         CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of which it is a file',
  upload_state     ENUM('uploading', 'queued', 'failed') NOT NULL,
  retry_of_attempt INT UNSIGNED NULL,
  source_bytes     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0 when the source is gone, or not known to be there yet',
  transcode_state  ENUM('processing', 'ready', 'failed') NULL,
  attempt          INT UNSIGNED NULL,
  duration_seconds DOUBLE      NOT NULL DEFAULT 0,
  rendition_bytes  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  state            ENUM('uploading', 'queued', 'processing', 'ready', 'failed') AS (
    CASE
      WHEN upload_state <> 'queued' THEN upload_state
      WHEN transcode_state = 'failed' AND attempt = retry_of_attempt THEN 'queued'
      ELSE COALESCE(transcode_state, 'queued')
    END
  ) PERSISTENT,
  stored_bytes     BIGINT UNSIGNED AS (source_bytes + CASE WHEN transcode_state <> 'failed' THEN rendition_bytes ELSE 0 END) PERSISTENT
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

-- What videos are searched, filtered and sorted by: an index over the tables of both writers, which no index of MariaDB spans. Rows of
-- one owner lie together in the order of time, so that a search reads them in one go.
CREATE TABLE video_list (
  video_id         CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner_id         VARCHAR(64)  NOT NULL,
  is_trashed       BOOLEAN      NOT NULL,
  title            VARCHAR(200) NOT NULL,
  search_text      TEXT         NOT NULL COMMENT 'title, tags and description, one after the other',
  visibility       ENUM('private', 'unlisted', 'public') NOT NULL,
  created_at       DATETIME(3)  NOT NULL,
  served_id        CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the file of which state and duration_seconds tell',
  state            ENUM('uploading', 'queued', 'processing', 'ready', 'failed') NOT NULL,
  duration_seconds DOUBLE       NOT NULL DEFAULT 0,
  stored_bytes     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of all files of the video',
  PRIMARY KEY (owner_id, created_at, video_id),
  UNIQUE KEY video_list_by_video (video_id),
  KEY video_list_by_state (owner_id, is_trashed, state, created_at, video_id, visibility),
  KEY video_list_by_time (owner_id, is_trashed, created_at, video_id, state, visibility),
  KEY video_list_by_title (owner_id, is_trashed, title, video_id, state, visibility),
  KEY video_list_by_size (owner_id, is_trashed, stored_bytes, video_id, state, visibility),
  KEY video_list_by_length (owner_id, is_trashed, duration_seconds, video_id, state, visibility)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

INSERT INTO video_files (
  file_id, video_id, upload_state, retry_of_attempt, source_bytes, transcode_state, attempt, duration_seconds, rendition_bytes
)
SELECT
  v.id, COALESCE(v.replaces, v.id), v.state, v.retry_of_attempt,
  IF(v.source_removed_at IS NULL AND v.discarded_at IS NULL, COALESCE(v.size_bytes, 0), 0),
  t.state, t.attempt, COALESCE(t.duration_seconds, 0),
  COALESCE((SELECT SUM(r.size_bytes) FROM renditions r WHERE r.video_id = v.id), 0)
FROM videos v
LEFT JOIN transcodes t ON t.video_id = v.id
WHERE v.deleted_at IS NULL;

INSERT INTO video_list (
  video_id, owner_id, is_trashed, title, search_text, visibility, created_at, served_id, state, duration_seconds, stored_bytes
)
SELECT
  v.id, v.owner_id, v.trashed_at IS NOT NULL, v.video_name, CONCAT_WS('\n', v.video_name, v.tags, v.description), v.visibility, v.created_at,
  f.file_id, f.state, f.duration_seconds, f.stored_bytes
FROM videos v
JOIN video_files f ON f.file_id = COALESCE(v.served_id, v.id)
WHERE v.deleted_at IS NULL AND v.replaces IS NULL;

-- The row of a video comes after that of its first file. To look for it sooner would lock the gap in which others insert theirs.
CREATE TRIGGER video_files_list_insert AFTER INSERT ON video_files FOR EACH ROW
IF NEW.file_id <> NEW.video_id THEN
  UPDATE video_list SET stored_bytes = stored_bytes + NEW.stored_bytes WHERE video_id = NEW.video_id;
END IF;

CREATE TRIGGER video_files_list_update AFTER UPDATE ON video_files FOR EACH ROW
IF NOT (
  NEW.stored_bytes <=> OLD.stored_bytes AND NEW.state <=> OLD.state AND NEW.duration_seconds <=> OLD.duration_seconds
) THEN
  UPDATE video_list
  SET stored_bytes = stored_bytes + NEW.stored_bytes - OLD.stored_bytes,
    state = IF(served_id = NEW.file_id, NEW.state, state),
    duration_seconds = IF(served_id = NEW.file_id, NEW.duration_seconds, duration_seconds)
  WHERE video_id = NEW.video_id;
END IF;

CREATE TRIGGER video_files_list_delete AFTER DELETE ON video_files FOR EACH ROW
UPDATE video_list SET stored_bytes = stored_bytes - OLD.stored_bytes WHERE video_id = OLD.video_id;

CREATE TRIGGER videos_list_insert AFTER INSERT ON videos FOR EACH ROW
IF NEW.deleted_at IS NULL THEN
  INSERT INTO video_files
  SET file_id = NEW.id, video_id = COALESCE(NEW.replaces, NEW.id), upload_state = NEW.state, retry_of_attempt = NEW.retry_of_attempt,
    source_bytes = IF(NEW.source_removed_at IS NULL AND NEW.discarded_at IS NULL, COALESCE(NEW.size_bytes, 0), 0);
  IF NEW.replaces IS NULL THEN
    INSERT INTO video_list (
      video_id, owner_id, is_trashed, title, search_text, visibility, created_at, served_id, state, stored_bytes
    )
    SELECT
      NEW.id, NEW.owner_id, NEW.trashed_at IS NOT NULL, NEW.video_name, CONCAT_WS('\n', NEW.video_name, NEW.tags, NEW.description), NEW.visibility,
      NEW.created_at, f.file_id, f.state, f.stored_bytes
    FROM video_files f
    WHERE f.file_id = NEW.id;
  END IF;
END IF;

CREATE TRIGGER videos_list_update AFTER UPDATE ON videos FOR EACH ROW
BEGIN
  DECLARE served_state VARCHAR(10);
  DECLARE served_seconds DOUBLE;
  IF NEW.deleted_at IS NOT NULL THEN
    DELETE FROM video_files WHERE file_id = NEW.id;
    DELETE FROM video_list WHERE video_id = NEW.id;
  ELSE
    IF NOT (NEW.served_id <=> OLD.served_id) THEN
      SELECT f.state, f.duration_seconds INTO served_state, served_seconds
      FROM video_files f WHERE f.file_id = COALESCE(NEW.served_id, NEW.id) FOR UPDATE;
    END IF;
    IF NOT (
      NEW.state <=> OLD.state AND NEW.retry_of_attempt <=> OLD.retry_of_attempt AND NEW.size_bytes <=> OLD.size_bytes
      AND NEW.source_removed_at <=> OLD.source_removed_at AND NEW.discarded_at <=> OLD.discarded_at
    ) THEN
      UPDATE video_files
      SET upload_state = NEW.state, retry_of_attempt = NEW.retry_of_attempt,
        source_bytes = IF(NEW.source_removed_at IS NULL AND NEW.discarded_at IS NULL, COALESCE(NEW.size_bytes, 0), 0)
      WHERE file_id = NEW.id;
    END IF;
    IF NEW.replaces IS NULL THEN
      UPDATE video_list
      SET is_trashed = NEW.trashed_at IS NOT NULL, title = NEW.video_name,
        search_text = CONCAT_WS('\n', NEW.video_name, NEW.tags, NEW.description), visibility = NEW.visibility,
        served_id = COALESCE(NEW.served_id, NEW.id), state = COALESCE(served_state, state),
        duration_seconds = COALESCE(served_seconds, duration_seconds)
      WHERE video_id = NEW.id;
    END IF;
  END IF;
END;

CREATE TRIGGER videos_list_delete AFTER DELETE ON videos FOR EACH ROW
BEGIN
  DELETE FROM video_files WHERE file_id = OLD.id;
  DELETE FROM video_list WHERE video_id = OLD.id;
END;

CREATE TRIGGER transcodes_list_insert AFTER INSERT ON transcodes FOR EACH ROW
UPDATE video_files
SET transcode_state = NEW.state, attempt = NEW.attempt, duration_seconds = COALESCE(NEW.duration_seconds, 0)
WHERE file_id = NEW.video_id;

CREATE TRIGGER transcodes_list_update AFTER UPDATE ON transcodes FOR EACH ROW
IF NOT (NEW.state <=> OLD.state AND NEW.attempt <=> OLD.attempt AND NEW.duration_seconds <=> OLD.duration_seconds) THEN
  UPDATE video_files
  SET transcode_state = NEW.state, attempt = NEW.attempt, duration_seconds = COALESCE(NEW.duration_seconds, 0)
  WHERE file_id = NEW.video_id;
END IF;

-- Its renditions go with it, for which no trigger is called (foreign key, ON DELETE CASCADE).
CREATE TRIGGER transcodes_list_delete AFTER DELETE ON transcodes FOR EACH ROW
UPDATE video_files
SET transcode_state = NULL, attempt = NULL, duration_seconds = 0, rendition_bytes = 0
WHERE file_id = OLD.video_id;

CREATE TRIGGER renditions_list_insert AFTER INSERT ON renditions FOR EACH ROW
IF NEW.size_bytes IS NOT NULL THEN
  UPDATE video_files SET rendition_bytes = rendition_bytes + NEW.size_bytes WHERE file_id = NEW.video_id;
END IF;

CREATE TRIGGER renditions_list_update AFTER UPDATE ON renditions FOR EACH ROW
IF NOT (NEW.size_bytes <=> OLD.size_bytes) THEN
  UPDATE video_files
  SET rendition_bytes = rendition_bytes + COALESCE(NEW.size_bytes, 0) - COALESCE(OLD.size_bytes, 0)
  WHERE file_id = NEW.video_id;
END IF;

CREATE TRIGGER renditions_list_delete AFTER DELETE ON renditions FOR EACH ROW
IF OLD.size_bytes IS NOT NULL THEN
  UPDATE video_files SET rendition_bytes = rendition_bytes - OLD.size_bytes WHERE file_id = OLD.video_id;
END IF;
