// Bundles each service, and the migration step, into its own dist/. Does nothing when nothing has changed.
import { ROOT } from './build/root.mjs';
import { isBuilt, markBuilt, sourceHash } from './build/stamp.mjs';
import { runnableWorkspaces } from './build/workspaces.mjs';

if (!isBuilt(ROOT)) {
  process.env.NODE_ENV = 'production';
  const { bundlePages, bundleServer } = await import('./build/bundle.mjs');
  const startedAt = Date.now();
  const hash = sourceHash(ROOT);
  const workspaces = runnableWorkspaces(ROOT);
  await Promise.all([
    ...workspaces.map(bundleServer),
    ...workspaces.filter((workspace) => workspace.hasPages).map(bundlePages),
  ]);
  markBuilt(ROOT, hash);
  console.log(`Built ${workspaces.length} programs in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
