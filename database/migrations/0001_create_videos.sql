-- Written by upload-webapp alone.
CREATE TABLE videos (
  id              CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  owner_id        VARCHAR(64)   NOT NULL COMMENT 'the account (claim sub) that uploaded it',
  video_name      VARCHAR(200)  NOT NULL COMMENT 'the title',
  description     TEXT          NOT NULL,
  visibility      ENUM('private', 'unlisted', 'public') NOT NULL,
  video_path      VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'object key of the source',
  file_name       VARCHAR(255)  NOT NULL COMMENT 'as the uploader called it; never part of a path',
  size_bytes      BIGINT UNSIGNED NULL COMMENT 'known when the last byte is stored',
  state           ENUM('uploading', 'queued', 'failed') NOT NULL COMMENT 'how far the upload came; transcodes says the rest',
  failure_code    VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  failure_detail  VARCHAR(500)  NULL,
  heartbeat_at    DATETIME(3)   NOT NULL COMMENT 'while uploading: when bytes last arrived',
  created_at      DATETIME(3)   NOT NULL,
  queued_at       DATETIME(3)   NULL,
  deleted_at      DATETIME(3)   NULL COMMENT 'hidden everywhere from then on; removed once its objects are gone',
  KEY videos_by_owner (owner_id, created_at, id),
  KEY videos_listed (visibility, created_at, id),
  KEY videos_by_state (state, heartbeat_at),
  KEY videos_deleted (deleted_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
