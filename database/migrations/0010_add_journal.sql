-- Written by the transcoder alone: what a worker wrote down of the segments that it has stored, with which the next attempt
-- begins. It stays until what earlier attempts stored and nothing names any more is removed.
ALTER TABLE transcodes
  ADD COLUMN journal_path VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'object key';
