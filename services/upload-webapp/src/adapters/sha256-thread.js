import { parentPort } from 'node:worker_threads';
import { createSHA256 } from 'hash-wasm';

const sha256 = await createSHA256();

/** @param {Uint8Array | null} state */
const from = (state) => (state === null ? sha256.init() : sha256.load(state));

parentPort?.on('message', ({ id, state, bytes }) => {
  const hasher = from(state);
  parentPort?.postMessage({ id, result: bytes ? hasher.update(bytes).save() : hasher.digest('hex') });
});
