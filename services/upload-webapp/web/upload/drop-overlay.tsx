/** Over the whole window while files are dragged on it. It lets the pointer through: the window takes the files. */
export const DropOverlay = () => (
  <div
    className="pointer-events-none fixed inset-0 z-30 grid place-items-center bg-canvas/90 p-6"
    data-testid="drop-overlay"
  >
    <div className="grid w-full max-w-xl justify-items-center gap-2 rounded-2xl border-4 border-dashed border-accent bg-accent-soft px-6 py-16 text-center shadow-xl">
      <p className="text-2xl font-bold text-balance">Drop to upload</p>
      <p className="text-muted">Videos, several of them, or a whole folder. Esc to leave it.</p>
    </div>
  </div>
);
