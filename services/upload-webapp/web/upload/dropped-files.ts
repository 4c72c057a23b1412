import { type FileWithHandle, withHandle } from './file-handle.js';
import { takeMedia } from './media-files.js';

export interface DroppedFiles {
  files: FileWithHandle[];
  /** Files of folders that are neither video nor sound. */
  leftOut: number;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a part at a time, and an empty one at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return all.sort((one, other) => one.name.localeCompare(other.name));
    all.push(...part);
  }
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const files: File[] = [];
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory) files.push(...(await filesIn(entry as FileSystemDirectoryEntry)));
    else files.push(await fileOf(entry as FileSystemFileEntry));
  }
  return files;
}

const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry => entry?.isDirectory === true;

/** With its handle, where the browser gives one. */
async function droppedFile(item: DataTransferItem): Promise<FileWithHandle | undefined> {
  const file = item.getAsFile();
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  return file && handle?.kind === 'file' ? withHandle(file, handle as FileSystemFileHandle) : (file ?? undefined);
}

/** What was dropped: files as they are, folders with all below them. It has to be called within the event. */
export async function readDropped({ items }: DataTransfer): Promise<DroppedFiles> {
  const entries = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ item, entry: item.webkitGetAsEntry() }));
  const folders = entries.map(({ entry }) => entry).filter(isFolder);
  const single = await Promise.all(
    entries.filter(({ entry }) => !isFolder(entry)).map(({ item }) => droppedFile(item)),
  );
  const files = single.filter((file) => file !== undefined);
  let leftOut = 0;
  for (const folder of folders) {
    const taken = takeMedia(await filesIn(folder));
    files.push(...taken.files);
    leftOut += taken.leftOut;
  }
  return { files, leftOut };
}
