/** A file that the browser can open again by itself. */
export interface FileWithHandle extends File {
  handle?: FileSystemFileHandle;
}

export const withHandle = (file: File, handle: FileSystemFileHandle): FileWithHandle => Object.assign(file, { handle });

/**
 * Opens a file again. The browser may ask the person, so it has to be called within a click.
 * @returns undefined when it is not allowed any more, or the file is gone
 */
export async function openAgain(handle: FileSystemFileHandle): Promise<FileWithHandle | undefined> {
  try {
    if ((await handle.requestPermission({ mode: 'read' })) !== 'granted') return undefined;
    return withHandle(await handle.getFile(), handle);
  } catch {
    return undefined;
  }
}
