import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Addresses of what a page loads. */
export interface PageAssets {
  scripts: string[];
  styles: string[];
  /** Modules that the scripts import: fetched at once instead of one after the other. */
  preloads: string[];
}

interface ManifestChunk {
  file: string;
  css?: string[];
  imports?: string[];
}
type Manifest = Record<string, ManifestChunk>;

/** All chunks that load together with `key`, itself first (Vite: "Backend integration"). */
function staticChunks(manifest: Manifest, key: string, seen = new Map<string, ManifestChunk>()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the Vite manifest has no ${key}`);
  if (seen.has(key)) return seen;
  seen.set(key, chunk);
  for (const imported of chunk.imports ?? []) staticChunks(manifest, imported, seen);
  return seen;
}

export function assetsFromManifest(manifest: Manifest, entry: string, base: string): PageAssets {
  const [first, ...others] = staticChunks(manifest, entry).values();
  const chunks = first ? [first, ...others] : [];
  return {
    scripts: chunks.slice(0, 1).map((chunk) => base + chunk.file),
    styles: [...new Set(chunks.flatMap((chunk) => chunk.css ?? []))].map((file) => base + file),
    preloads: others.map((chunk) => base + chunk.file),
  };
}

export const folderPath = (folder: URL | string): string =>
  folder instanceof URL || folder.startsWith('file:') ? fileURLToPath(folder) : folder;

/** @throws when the pages were not built */
export function readManifest(webDir: string): Manifest {
  const path = join(webDir, '.vite', 'manifest.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new Error(`The pages are not built (${path} cannot be read): run "npm run build" first.`, { cause });
  }
}

/** Vite's own server compiles on demand and reloads on save. */
export const assetsFromDevServer = (devServerUrl: string, entry: string): PageAssets => ({
  scripts: ['/@vite/client', '/@kinora/react-refresh', `/${entry}`].map((path) => new URL(path, devServerUrl).href),
  styles: [new URL(entry.replace(/[^/]+$/, 'styles.css'), devServerUrl).href],
  preloads: [],
});
