-- Written by upload-webapp alone. Captions within a video's file are the transcoder's.
CREATE TABLE captions (
  id         CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  video_id   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language   VARCHAR(35)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'BCP 47, in its canonical form',
  label      VARCHAR(80)  NULL COMMENT 'what viewers read; null for the name of the language',
  kind       ENUM('subtitles', 'captions') NOT NULL,
  text_path  VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'object key of the WebVTT; another one with each change of the text',
  cue_count  INT UNSIGNED NOT NULL,
  size_bytes INT UNSIGNED NOT NULL,
  version    INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'raised by each change',
  created_at DATETIME(3)  NOT NULL,
  changed_at DATETIME(3)  NOT NULL,
  KEY captions_in_order (video_id, created_at, id),
  UNIQUE KEY captions_by_text (text_path),
  CONSTRAINT captions_of_video FOREIGN KEY (video_id) REFERENCES videos (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;

-- Written by upload-webapp alone. A key stands here before its object is stored, until a row names it, and again when none does any more.
CREATE TABLE unwanted_objects (
  object_key   VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  remove_after DATETIME(3)  NOT NULL,
  KEY unwanted_objects_due (remove_after)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
