-- Written by the transcoder alone.
CREATE TABLE transcodes (
  video_id         CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  state            ENUM('processing', 'ready', 'failed') NOT NULL,
  attempt          INT UNSIGNED NOT NULL COMMENT 'raised by each claim; a worker with an older number may write nothing',
  progress         TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'percent, never falls',
  playable         BOOLEAN      NOT NULL DEFAULT FALSE,
  hls_path         VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'object key of the multivariant playlist',
  duration_seconds DOUBLE       NULL,
  width            INT UNSIGNED NULL COMMENT 'pixels, as displayed',
  height           INT UNSIGNED NULL COMMENT 'pixels, as displayed',
  failure_code     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  failure_detail   VARCHAR(500) NULL,
  failure_log      TEXT         NULL COMMENT 'the last words of ffmpeg, for the operator',
  started_at       DATETIME(3)  NOT NULL,
  finished_at      DATETIME(3)  NULL,
  CONSTRAINT transcodes_of_video FOREIGN KEY (video_id) REFERENCES videos (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

CREATE TABLE renditions (
  video_id              CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name                  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'folder of the rendition, such as v720 or audio',
  kind                  ENUM('video', 'audio') NOT NULL,
  width                 INT UNSIGNED NULL COMMENT 'pixels',
  height                INT UNSIGNED NULL COMMENT 'pixels',
  frame_rate            DOUBLE      NULL COMMENT 'frames a second',
  codecs                VARCHAR(64) NOT NULL COMMENT 'RFC 6381',
  bandwidth_bps         BIGINT UNSIGNED NOT NULL COMMENT 'measured peak over one segment',
  average_bandwidth_bps BIGINT UNSIGNED NOT NULL COMMENT 'measured mean',
  size_bytes            BIGINT UNSIGNED NOT NULL,
  segment_count         INT UNSIGNED NOT NULL,
  PRIMARY KEY (video_id, name),
  CONSTRAINT renditions_of_transcode FOREIGN KEY (video_id) REFERENCES transcodes (video_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
