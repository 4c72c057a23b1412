-- Written by the transcoder alone: what is done with a video and why, and how far it is.
ALTER TABLE transcodes
  ADD COLUMN reasons      JSON   NULL COMMENT 'what was decided, an array of sentences in the order they were decided',
  ADD COLUMN speed        DOUBLE NULL COMMENT 'seconds of video encoded in a second, of late',
  ADD COLUMN seconds_left DOUBLE NULL COMMENT 'until the video is ready, as far as it can be told';

-- From the moment of the plan on there is a row for each rendition; what is measured comes when it is done.
ALTER TABLE renditions
  ADD COLUMN label    VARCHAR(255) NULL COMMENT 'what viewers read in the menu, such as a language',
  ADD COLUMN state    ENUM('waiting', 'encoding', 'done') NOT NULL DEFAULT 'done',
  ADD COLUMN progress TINYINT UNSIGNED NOT NULL DEFAULT 100 COMMENT 'percent, never falls',
  ADD COLUMN reason   VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'why it is made this way',
  MODIFY COLUMN codecs                VARCHAR(64) NULL COMMENT 'RFC 6381',
  MODIFY COLUMN bandwidth_bps         BIGINT UNSIGNED NULL COMMENT 'measured peak over one segment',
  MODIFY COLUMN average_bandwidth_bps BIGINT UNSIGNED NULL COMMENT 'measured mean',
  MODIFY COLUMN size_bytes            BIGINT UNSIGNED NULL,
  MODIFY COLUMN segment_count         INT UNSIGNED NULL;
