-- Written by upload-webapp alone. Lets a removal that was cut short be taken up again.
ALTER TABLE videos
  ADD COLUMN source_removed_at DATETIME(3) NULL COMMENT 'when the store confirmed that the source of a failed or deleted video is gone',
  ADD KEY videos_source_removed (source_removed_at, state);
