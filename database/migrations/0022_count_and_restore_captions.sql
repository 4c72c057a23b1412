-- Deleted captions are kept for a while, so that deleting them can be undone.
ALTER TABLE captions
  ADD COLUMN deleted_at DATETIME(3) NULL COMMENT 'nobody sees them since then',
  ADD KEY captions_deleted (deleted_at);

-- Captions are a part of what a video stores, as long as they have a row. The row of the list comes last, as with files.
UPDATE video_list l
JOIN (SELECT video_id, SUM(size_bytes) AS bytes FROM captions GROUP BY video_id) c ON c.video_id = l.video_id
SET l.stored_bytes = l.stored_bytes + c.bytes;

CREATE TRIGGER captions_list_insert AFTER INSERT ON captions FOR EACH ROW
UPDATE video_list SET stored_bytes = stored_bytes + NEW.size_bytes WHERE video_id = NEW.video_id;

CREATE TRIGGER captions_list_update AFTER UPDATE ON captions FOR EACH ROW
IF NEW.size_bytes <> OLD.size_bytes THEN
  UPDATE video_list SET stored_bytes = stored_bytes + NEW.size_bytes - OLD.size_bytes WHERE video_id = NEW.video_id;
END IF;

CREATE TRIGGER captions_list_delete AFTER DELETE ON captions FOR EACH ROW
UPDATE video_list SET stored_bytes = stored_bytes - OLD.size_bytes WHERE video_id = OLD.video_id;
