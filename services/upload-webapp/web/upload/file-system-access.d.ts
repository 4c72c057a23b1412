/** Of WICG File System Access what only some browsers have, and only on pages from HTTPS or localhost. */

interface FileSystemHandle {
  requestPermission(descriptor: { mode: 'read' }): Promise<PermissionState>;
}

interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

interface FilePickerOptions {
  multiple: boolean;
  types: { description: string; accept: Record<string, string[]> }[];
}

interface Window {
  showOpenFilePicker?(options: FilePickerOptions): Promise<FileSystemFileHandle[]>;
}
