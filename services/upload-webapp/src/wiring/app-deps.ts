import type { Database } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import type { Logger, Metrics, TokenVerifier } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import type { TranscodeQueue } from '../adapters/transcode-queue.js';
import type { Config } from '../config.js';

export interface AppDeps {
  config: Config;
  log: Logger;
  metrics: Metrics;
  db: Database;
  files: FileClient;
  queue: TranscodeQueue;
  verifyToken: TokenVerifier;
  renderer: PageRenderer;
}
