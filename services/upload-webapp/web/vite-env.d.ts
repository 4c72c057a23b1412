interface ImportMetaEnv {
  /** Whether the page comes from Vite's own server. */
  readonly DEV: boolean;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
