/** What is promised already when a file is judged. */
export interface StorageUse {
  /** What this person has sent and is stored, files and captions, and what has been let in of theirs. */
  usedBytes: number;
  /** What was announced by anybody, is being sent, and has not come yet. */
  awaitedBytes: number;
}
